package dev.bogie.transport;

import java.util.concurrent.CompletionStage;

/** What a client protocol is given: transport and layers are chosen already. Thread-safe. */
public interface ClientContext extends ProtocolContext {

    /**
     * Connects; see {@link Engine#connect}.
     *
     * @param target whom to connect to
     * @param handler the client's side of the protocol
     * @return completes when the connection is open, or exceptionally
     */
    CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler);

    /**
     * The clock of the engine below, see {@link Engine#nanoTime}.
     *
     * @return nanoseconds
     */
    long nanoTime();

    /**
     * Runs a task once, later; see {@link Engine#schedule}.
     *
     * @param delayNanos from now
     * @param task must be quick
     * @return a handle to cancel it
     */
    Engine.Timer schedule(long delayNanos, Runnable task);
}
