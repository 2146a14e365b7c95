package dev.bogie.http1.internal;

import dev.bogie.http.Body;
import dev.bogie.http.Fields;
import dev.bogie.http1.machine.Framing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The content of a response, as its caller reads it. */
final class ResponseBody extends InputStream implements Body.Received {
    private final ClientExchange exchange;
    private final Framing framing;
    private final int readLimit;

    ResponseBody(ClientExchange exchange, Framing framing, int readLimit) {
        this.exchange = exchange;
        this.framing = framing;
        this.readLimit = readLimit;
    }

    @Override
    public long length() {
        return framing.kind() == Framing.Kind.LENGTH ? framing.length() : UNKNOWN_LENGTH;
    }

    @Override
    public int readLimit() {
        return readLimit;
    }

    @Override
    public InputStream inputStream() {
        return this;
    }

    @Override
    public Fields trailers() {
        return exchange.trailers();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return exchange.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        return length == 0 ? 0 : exchange.read(to, offset, length);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
