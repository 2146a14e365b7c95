package dev.bogie.transport;

import java.time.Duration;
import java.util.Optional;

/** Code that may block while it is the driver of a connection; see {@link Connection#lend}. */
@FunctionalInterface
public interface Blocking {

    /**
     * Runs as the connection's driver, on a virtual thread.
     *
     * @param connection this loan's own view of the connection: dead after the body has returned
     * @throws Exception ends the connection as {@link Closed.Failed}
     */
    void run(BlockingConnection connection) throws Exception;

    /**
     * How long this loan may last before the connection is aborted.
     *
     * @return empty for the setting {@code transport.max-loan}; {@link Duration#ZERO} for no limit
     */
    default Optional<Duration> maxLoan() {
        return Optional.empty();
    }
}
