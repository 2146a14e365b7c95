package dev.bogie.testkit.stranger;

import dev.bogie.testkit.protocol.Conversation;
import dev.bogie.testkit.protocol.ProtocolContract;
import dev.bogie.transport.ConnectionProtocol;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How a stranger's build uses the contract. */
@SuppressWarnings("rawtypes") // a contract is a class
public class LinesProtocolTest extends ProtocolContract<UnaryOperator> {
    @Override
    protected ConnectionProtocol<UnaryOperator> protocol() {
        return new LinesProtocol();
    }

    @Override
    protected UnaryOperator application() {
        return UnaryOperator.identity();
    }

    @Override
    protected List<Conversation> conversations() {
        return List.of(
                Conversation.of("lines")
                        .says("SAY one\nSAY two\n")
                        .hears("HEARD one\nHEARD two\n")
                        .again()
                        .says("SAY three\n")
                        .hears("HEARD three\n"),
                Conversation.of("the end").says("SAY bye\n").hears("HEARD bye\n").ends().closes());
    }

    @Override
    protected Optional<Duration> longestSilence() {
        return Optional.of(Duration.ofSeconds(60));
    }
}
