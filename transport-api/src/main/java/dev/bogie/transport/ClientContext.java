package dev.bogie.transport;

import java.util.concurrent.CompletionStage;

/** What a client protocol is given: transport and layers are chosen already. Thread-safe. */
public interface ClientContext extends ProtocolContext {

    /**
     * Connects; see {@link Engine#connect}, which says what it fails with. Through layers the
     * time-out of the target covers what they say to the peer, and a layer may fail it with more,
     * such as a certificate that is not believed.
     *
     * @param target whom to connect to
     * @param handler the client's side of the protocol; opened when all layers are ready
     * @return completes when {@code opened} of the handler has returned; or exceptionally, and then
     *     that was never called, unless it is what threw
     */
    CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler);

    /**
     * Connections with one more layer, above those that are chosen already: {@code tls} for an
     * address that asks for it, as {@code https} does. A layer that is chosen already is not there
     * twice. Prepares the layer, so it may block for a moment at first, and is not to be called on
     * a driver.
     *
     * @param layer its name
     * @return a context that connects through it, and is like this one otherwise
     * @throws IllegalArgumentException if there is no such layer (the message says which there
     *     are), or it cannot work with the settings in force
     */
    default ClientContext through(String layer) {
        throw new IllegalArgumentException("no layers here, so no '" + layer + "'");
    }

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
