package dev.bogie.testkit.hostile;

import dev.bogie.testkit.stranger.PipeTransport;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.TransportContext;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A good transport, broken in one way. */
final class BrokenTransport extends PassingTransport {
    private final Breakage breakage;

    BrokenTransport(Breakage breakage) {
        super(new PipeTransport());
        this.breakage = breakage;
    }

    @Override
    public Engine start(TransportContext context) throws IOException {
        breakage.started(context);
        return super.start(context);
    }

    @Override
    Engine engine(Engine started) {
        return new PassingEngine(started) {
            @Override
            public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
                    throws IOException {
                return good.listen(target, () -> breakage.handler(breakage.ask(handlers)));
            }

            @Override
            public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
                return breakage.connecting(good.connect(target, breakage.handler(handler)));
            }
        };
    }
}
