package dev.bogie.proxyprotocol.internal;

import dev.bogie.transport.BlockingConnection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The same during a loan. */
final class ProxiedLoan extends ProxiedConnection implements BlockingConnection {
    private final BlockingConnection below;

    ProxiedLoan(BlockingConnection below, ProxiedEnds ends) {
        super(below, ends);
        this.below = below;
    }

    @Override
    public ByteBuffer input() {
        return below.input();
    }

    @Override
    public boolean awaitInput(long deadline) throws IOException, InterruptedException {
        return below.awaitInput(deadline);
    }

    @Override
    public void awaitWritable(long deadline) throws IOException, InterruptedException {
        below.awaitWritable(deadline);
    }

    @Override
    public void awaitFlushed(long deadline) throws IOException, InterruptedException {
        below.awaitFlushed(deadline);
    }

    @Override
    public InputStream inputStream() {
        return below.inputStream();
    }

    @Override
    public OutputStream outputStream() {
        return below.outputStream();
    }
}
