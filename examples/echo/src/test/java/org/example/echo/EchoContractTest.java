package org.example.echo;

import dev.bogie.testkit.protocol.Conversation;
import dev.bogie.testkit.protocol.ProtocolContract;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionProtocol;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What every protocol has to keep: cut, slow, silent and mad peers, and the end of the server. */
class EchoContractTest extends ProtocolContract<EchoListener> {
    @Override
    protected ConnectionProtocol<EchoListener> protocol() {
        return new EchoProtocol();
    }

    @Override
    protected EchoListener application() {
        return new EchoListener() {
            @Override
            public void connected(SocketAddress peer) {}

            @Override
            public void lost(SocketAddress peer, Closed how) {}
        };
    }

    @Override
    protected List<Conversation> conversations() {
        return List.of(
                Conversation.of("an echo")
                        .says("one")
                        .hears("one")
                        .again()
                        .says("two")
                        .hears("two"),
                Conversation.of("the end").says("last words").ends().hears("last words").closes());
    }

    @Override
    protected Optional<Duration> longestSilence() {
        return Optional.empty(); // who holds a line open for an echo may do so
    }
}
