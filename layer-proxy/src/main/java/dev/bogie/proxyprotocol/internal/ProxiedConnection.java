package dev.bogie.proxyprotocol.internal;

import dev.bogie.transport.Blocking;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection whose ends the header named. All calls pass but {@link #info}; whoever is given the
 * connection next, by a switch or a loan, is given one like this.
 */
sealed class ProxiedConnection implements Connection permits ProxiedLoan {
    private final Connection below;
    private final ProxiedEnds ends;

    ProxiedConnection(Connection below, ProxiedEnds ends) {
        this.below = below;
        this.ends = ends;
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return ends.info(key).or(() -> below.info(key));
    }

    @Override
    public void switchTo(ConnectionHandler next) {
        below.switchTo(new ProxiedHandler(next, ends));
    }

    @Override
    public void lend(Blocking body) {
        below.lend(new Lent(body, ends));
    }

    private record Lent(Blocking body, ProxiedEnds ends) implements Blocking {
        @Override
        public void run(BlockingConnection connection) throws Exception {
            body.run(new ProxiedLoan(connection, ends));
        }

        @Override
        public Optional<Duration> maxLoan() {
            return body.maxLoan();
        }
    }

    @Override
    public ByteBuffer output(int atLeast) {
        return below.output(atLeast);
    }

    @Override
    public void write(ByteBuffer src, @Nullable Runnable released) {
        below.write(src, released);
    }

    @Override
    public void transfer(FileChannel file, long position, long count, @Nullable Runnable released) {
        below.transfer(file, position, count, released);
    }

    @Override
    public void flush() {
        below.flush();
    }

    @Override
    public long pending() {
        return below.pending();
    }

    @Override
    public boolean isWritable() {
        return below.isWritable();
    }

    @Override
    public void expect(int bytes) {
        below.expect(bytes);
    }

    @Override
    public void pauseInput() {
        below.pauseInput();
    }

    @Override
    public void resumeInput() {
        below.resumeInput();
    }

    @Override
    public void end() {
        below.end();
    }

    @Override
    public void close() {
        below.close();
    }

    @Override
    public void ignoreInput() {
        below.ignoreInput();
    }

    @Override
    public void abort(String reason) {
        below.abort(reason);
    }

    @Override
    public void deadline(long nanoTime) {
        below.deadline(nanoTime);
    }

    @Override
    public boolean execute(Runnable task) {
        return below.execute(task);
    }

    @Override
    public void drain(long until) {
        below.drain(until);
    }

    @Override
    public boolean isDraining() {
        return below.isDraining();
    }

    @Override
    public boolean isClosed() {
        return below.isClosed();
    }

    @Override
    public long nanoTime() {
        return below.nanoTime();
    }
}
