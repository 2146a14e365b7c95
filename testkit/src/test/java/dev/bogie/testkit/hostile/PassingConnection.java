package dev.bogie.testkit.hostile;

import dev.bogie.transport.Blocking;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Passes on what it is asked for. */
class PassingConnection implements Connection {
    final Breakage breakage;
    final Connection below;

    PassingConnection(Breakage breakage, Connection below) {
        this.breakage = breakage;
        this.below = below;
    }

    @Override
    public ByteBuffer output(int atLeast) {
        return below.output(atLeast);
    }

    @Override
    public void write(ByteBuffer src, Runnable released) {
        below.write(src, released);
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
    public void switchTo(ConnectionHandler next) {
        below.switchTo(breakage.handler(next));
    }

    @Override
    public void deadline(long nanoTime) {
        below.deadline(nanoTime);
    }

    @Override
    public void lend(Blocking body) {
        below.lend(body);
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
    public <T> Optional<T> info(Info<T> key) {
        return below.info(key);
    }

    @Override
    public long nanoTime() {
        return below.nanoTime();
    }
}
