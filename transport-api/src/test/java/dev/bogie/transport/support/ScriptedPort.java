package dev.bogie.transport.support;

import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Info;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A port without a peer: input is what a test puts there, output is what it finds there. */
final class ScriptedPort implements StreamPort {
    final Deque<byte[]> incoming = new ArrayDeque<>();
    final StringBuilder sent = new StringBuilder();
    final List<String> log = new ArrayList<>();
    String alpn;
    boolean inputEnds;
    boolean interrupts; // waits end with an InterruptedException
    boolean closesLater;
    boolean prefersDirect = true;
    boolean holds; // lets a loan leave output to the next one
    @Nullable IOException readFailure;
    @Nullable IOException writeFailure;
    int capacity = Integer.MAX_VALUE; // bytes that the peer still takes
    int writes;
    long below; // bytes that were written and have not left yet
    long now;
    long dueAt;
    boolean wantsInput;
    boolean wantsOutput;
    int wakes;
    @Nullable Closed closed;
    Runnable onAwait = () -> {};

    void put(String text) {
        incoming.add(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (readFailure != null) {
            throw readFailure;
        }
        byte[] bytes = incoming.poll();
        if (bytes == null) {
            return inputEnds ? -1 : 0;
        }
        int n = Math.min(bytes.length, dst.remaining());
        dst.put(bytes, 0, n);
        if (n < bytes.length) {
            incoming.addFirst(java.util.Arrays.copyOfRange(bytes, n, bytes.length));
        }
        return n;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        if (writeFailure != null) {
            throw writeFailure;
        }
        writes++;
        int n = Math.min(capacity, src.remaining());
        capacity -= n;
        for (int i = 0; i < n; i++) {
            sent.append((char) (src.get() & 0xFF));
        }
        return n;
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        int writesBefore = writes;
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            int wanted = srcs[i].remaining();
            int n = write(srcs[i]);
            all += n;
            if (n < wanted) {
                break;
            }
        }
        writes = writesBefore + 1;
        return all;
    }

    @Override
    public boolean prefersDirect() {
        return prefersDirect;
    }

    @Override
    public void flush() {
        log.add("flush");
    }

    @Override
    public long pending() {
        return below;
    }

    @Override
    public void endOutput() {
        log.add("endOutput");
    }

    @Override
    public boolean close() {
        log.add("close");
        return !closesLater;
    }

    @Override
    public void reset(String reason) {
        log.add("reset");
    }

    @Override
    public void turnEnded(boolean input, boolean output, long due) {
        wantsInput = input;
        wantsOutput = output;
        dueAt = due;
    }

    @Override
    public void lend() {
        log.add("lend");
    }

    @Override
    public void await(boolean input, boolean output, long deadline) throws InterruptedException {
        onAwait.run();
        if (interrupts) {
            throw new InterruptedException();
        }
    }

    @Override
    public boolean hold() {
        return holds;
    }

    @Override
    public void loanEnded() {
        log.add("loanEnded");
    }

    @Override
    public void wake() {
        wakes++;
    }

    @Override
    public void closed(Closed how) {
        closed = how;
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        if (key.equals(Info.ALPN)) {
            return Optional.ofNullable(alpn).map(key.type()::cast);
        }
        return key.equals(Info.CAPABILITIES)
                ? Optional.of(key.type().cast(Set.of(Capability.STREAM, Capability.HALF_CLOSE)))
                : Optional.empty();
    }

    @Override
    public long nanoTime() {
        return now;
    }
}
