package dev.bogie.transport.support;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionHandler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A client's handler above layers, and the stage that completes when it is open: later than the
 * engine's own, which knows the connection below the layers only. Whoever connects through layers
 * wraps this handler instead, passes it on what {@link dev.bogie.transport.LayerContext#refused} is
 * told, and returns what {@link #after} makes of the engine's stage.
 */
public final class PendingConnect extends PassingHandler {
    private final CompletableFuture<Void> stage = new CompletableFuture<>();

    /**
     * A connect that has not begun.
     *
     * @param handler the handler above all layers
     */
    public PendingConnect(ConnectionHandler handler) {
        super(handler);
    }

    /**
     * The connect as its caller sees it.
     *
     * @param below the engine's stage, of the connection below all layers
     * @return completes after {@code opened} of the handler; exceptionally if that threw, or it was
     *     never called
     */
    public CompletionStage<Void> after(CompletionStage<Void> below) {
        CompletionStage<Void> unused =
                below.whenComplete(
                        (done, failure) -> {
                            if (failure != null) {
                                failed(failure);
                            }
                        });
        return stage.minimalCompletionStage();
    }

    private void failed(Throwable cause) {
        stage.completeExceptionally(cause);
    }

    /**
     * A layer ended before the handler above it was open. Any thread.
     *
     * @param how the cause
     */
    public void refused(Closed how) {
        failed(
                switch (how) {
                    case Closed.Failed(Throwable cause) -> cause;
                    case Closed.PeerReset(java.io.IOException cause) -> cause;
                    case Closed.Aborted(String reason) -> new ConnectionAbortedException(reason);
                    case Closed.Finished() ->
                            new ConnectionAbortedException("closed before it was open");
                });
    }

    @Override
    public void opened(Connection connection) throws Exception {
        try {
            super.opened(connection);
            stage.complete(null);
        } catch (Throwable e) {
            failed(e);
            throw e;
        }
    }
}
