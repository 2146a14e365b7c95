package dev.bogie.http1.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http1.machine.ConnectionState.Event;
import dev.bogie.http1.machine.ConnectionState.Side;
import dev.bogie.http1.machine.ConnectionState.State;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ConnectionStateTest {
    private final ConnectionState state = new ConnectionState();

    @Test
    void anExchangeLeadsBackToTheBeginning() {
        exchange();

        assertThat(state.mayReadRequest()).isTrue();
        exchange();
        assertThat(state).hasToString("client IDLE, server IDLE");
    }

    @Test
    void anUnansweredRequestHoldsUpTheNext() {
        client(Event.REQUEST, Event.END);

        assertThat(state.isPaused()).isTrue();
        assertThat(state.mayReadRequest()).isFalse();
        assertThatThrownBy(() -> client(Event.REQUEST)).isInstanceOf(IllegalStateException.class);
        server(Event.INTERIM, Event.RESPONSE);
        assertThat(state.mayReadRequest()).isFalse();
        server(Event.END);
        assertThat(state.mayReadRequest()).isTrue();
        assertThat(state.isPaused()).isFalse();
    }

    @Test
    void aResponseMayEndBeforeItsRequest() {
        client(Event.REQUEST);
        server(Event.RESPONSE, Event.END);

        assertThat(state.mayReadRequest()).isFalse();
        client(Event.END);
        assertThat(state.mayReadRequest()).isTrue();
    }

    @Test
    void withoutKeepAliveBothMustCloseWhenTheyHaveSaidWhatTheyBegan() {
        client(Event.REQUEST);
        state.keepNoLonger();
        client(Event.END);
        assertThat(state.of(Side.CLIENT)).isEqualTo(State.MUST_CLOSE);
        assertThat(state.of(Side.SERVER)).isEqualTo(State.RESPONDING);
        server(Event.RESPONSE, Event.END);

        assertThat(state.of(Side.SERVER)).isEqualTo(State.MUST_CLOSE);
        assertThat(state.isKeptAlive()).isFalse();
        server(Event.CLOSE);
        client(Event.CLOSE);
        assertThat(state).hasToString("client CLOSED, server CLOSED, closing");
    }

    @Test
    void aServerThatWillCloseReadsNoMore() {
        client(Event.REQUEST, Event.END);
        server(Event.RESPONSE);
        state.keepNoLonger();
        server(Event.END);

        assertThat(state.mayReadRequest()).isFalse();
    }

    @Test
    void aSwitchThatIsAgreedToTakesBothOut() {
        client(Event.REQUEST);
        state.offerSwitch();
        client(Event.END);
        assertThat(state.of(Side.CLIENT)).isEqualTo(State.OFFERING);
        assertThat(state.isPaused()).isTrue();
        server(Event.SWITCH);

        assertThat(state).hasToString("client SWITCHED, server SWITCHED");
        assertThat(state.mayReadRequest()).isFalse();
        assertThatThrownBy(() -> server(Event.RESPONSE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSwitchThatIsRefusedIsAnOrdinaryExchange() {
        client(Event.REQUEST);
        state.offerSwitch();
        client(Event.END);
        server(Event.RESPONSE, Event.END);

        assertThat(state.mayReadRequest()).isTrue();
        client(Event.REQUEST, Event.END);
        assertThat(state.of(Side.CLIENT)).isEqualTo(State.DONE);
    }

    @Test
    void aSwitchThatWasNotOfferedIsAnErrorAndChangesNothing() {
        client(Event.REQUEST, Event.END);

        assertThatThrownBy(() -> server(Event.SWITCH)).isInstanceOf(IllegalStateException.class);
        assertThat(state).hasToString("client DONE, server RESPONDING");
    }

    @Test
    void aMalformedRequestIsAnsweredAndThenClosed() {
        client(Event.FAIL);
        server(Event.RESPONSE, Event.END);

        assertThat(state.of(Side.SERVER)).isEqualTo(State.MUST_CLOSE);
        assertThat(state.mayReadRequest()).isFalse();
    }

    @Test
    void aMalformedBodyIsStillAnswered() {
        client(Event.REQUEST, Event.FAIL);
        server(Event.RESPONSE, Event.END);

        assertThat(state.of(Side.SERVER)).isEqualTo(State.MUST_CLOSE);
    }

    @Test
    void aClientThatClosedStillGetsItsAnswer() {
        client(Event.REQUEST, Event.END, Event.CLOSE);
        server(Event.RESPONSE, Event.END);

        assertThat(state.of(Side.SERVER)).isEqualTo(State.MUST_CLOSE);
    }

    @Test
    void closingWithinAMessageIsAnError() {
        client(Event.REQUEST, Event.CLOSE);
        assertThat(state.of(Side.CLIENT)).isEqualTo(State.ERROR);
        server(Event.RESPONSE, Event.CLOSE);

        assertThat(state.of(Side.SERVER)).isEqualTo(State.ERROR);
    }

    @Test
    void aServerThatClosedGetsNoMoreRequests() {
        server(Event.CLOSE);

        assertThat(state.of(Side.CLIENT)).isEqualTo(State.MUST_CLOSE);
        assertThat(state.mayReadRequest()).isFalse();
    }

    @Test
    void nothingIsWrittenWithoutAHead() {
        assertThatThrownBy(() -> server(Event.END)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server(Event.INTERIM)).isInstanceOf(IllegalStateException.class);
        client(Event.REQUEST);
        server(Event.RESPONSE);
        assertThatThrownBy(() -> server(Event.RESPONSE)).isInstanceOf(IllegalStateException.class);
    }

    /** {@code -Dupdate.docs=true} writes the tables anew. */
    @Test
    void theDocumentationHasTheTablesOfTheMachine() throws IOException {
        Path page = Path.of("..", "docs", "protocols", "http1.md");
        String text = Files.readString(page);
        String begin = "<!-- generated from ConnectionState -->\n";
        String end = "<!-- end -->";
        int from = text.indexOf(begin) + begin.length();
        String wanted =
                text.substring(0, from)
                        + ConnectionState.toMarkdown()
                        + text.substring(text.indexOf(end, from));
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(page, wanted);
        }

        assertThat(Files.readString(page)).isEqualTo(wanted);
    }

    private void exchange() {
        client(Event.REQUEST, Event.END);
        server(Event.RESPONSE, Event.END);
    }

    private void client(Event... events) {
        for (Event event : events) {
            state.on(Side.CLIENT, event);
        }
    }

    private void server(Event... events) {
        for (Event event : events) {
            state.on(Side.SERVER, event);
        }
    }
}
