package dev.bogie.http;

import java.io.OutputStream;

/** Writes a body; runs once, on a virtual thread. */
@FunctionalInterface
public interface BodyWriter {
    /**
     * Writes all of the body.
     *
     * @param out not closed by this method; fails when the peer is gone
     * @throws Exception ends the connection
     */
    void writeTo(OutputStream out) throws Exception;
}
