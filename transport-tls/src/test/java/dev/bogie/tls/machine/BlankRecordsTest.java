package dev.bogie.tls.machine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many records without plaintext a peer may send. */
class BlankRecordsTest {
    private static final int MOST = 200;

    private final BlankRecords blanks = new BlankRecords(MOST);

    @BeforeEach
    void handshake() {
        accepts(5);
        blanks.handshaken();
    }

    @Test
    void someAreFree() {
        accepts(32);
        refusesOneMore();
    }

    @Test
    void eachKibibyteDeliveredEarnsOne() throws TlsException {
        blanks.count(10 * 1_024);
        accepts(42);
        refusesOneMore();
    }

    /** A side that only sends changes its keys now and then, and the other one has to answer. */
    @Test
    void eachMebibyteSentEarnsOne() {
        for (int i = 0; i < 10 * 64; i++) {
            blanks.sent(16 * 1_024);
        }
        accepts(42);
        refusesOneMore();
    }

    @Test
    void inAllThereIsALimitWhateverIsEarned() throws TlsException {
        blanks.count(1_000 * 1_024);
        accepts(MOST - 5);
        refusesOneMore();
    }

    private void accepts(int records) {
        for (int i = 0; i < records; i++) {
            assertThatCode(() -> blanks.count(0)).doesNotThrowAnyException();
        }
    }

    private void refusesOneMore() {
        assertThatThrownBy(() -> blanks.count(0))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("without plaintext");
    }
}
