package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.ProtocolContext;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/** The first row of the table of selection: a layer below has agreed on an ALPN id. */
class AgreedProtocolTest extends StreamFixture {

    /** Has an id, and is not recognised by its bytes. */
    private final class Agreed implements ConnectionProtocol<String> {
        private final String name;

        Agreed(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Class<String> contract() {
            return String.class;
        }

        @Override
        public Set<String> alpn() {
            return Set.of(name + "/1", name + "/2");
        }

        @Override
        public ConnectionHandler serve(String application, ProtocolContext context) {
            return new Recorder(name + " ");
        }
    }

    private void openSniffer() {
        ProtocolContext unasked = null;
        open(new Sniffer<>(List.of(new Agreed("a"), new Agreed("b")), "", unasked, 1_000));
    }

    @Test
    void theProtocolThatWasAgreedOnIsChosenBeforeAnyByte() {
        port.alpn = "b/2";
        openSniffer();

        assertThat(calls).containsExactly("b opened");
    }

    @Test
    void anIdThatNobodyHasEndsTheConnection() {
        port.alpn = "c";
        openSniffer();

        assertThat(calls).isEmpty();
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void withoutAnAgreementTheBytesDecide() {
        openSniffer();
        read("?");

        assertThat(calls).isEmpty();
        assertThat(connection.isClosed()).isTrue();
    }
}
