package dev.bogie.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.protocol.ProtocolContract;
import dev.bogie.testkit.stranger.LinesProtocol;
import dev.bogie.testkit.stranger.LinesProtocolTest;
import dev.bogie.transport.ConnectionProtocol;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Each broken protocol fails the test that is meant for it. The good one passes all, elsewhere. */
class BrokenProtocolsTest {
    private static final String PATIENCE = "dev.bogie.testkit.patience-millis";

    private static volatile LinesProtocol underTest = new LinesProtocol();

    /** Not found by name: run by this class only. */
    @SuppressWarnings("rawtypes") // a contract is a class
    static final class Subject extends LinesProtocolTest {
        @Override
        protected ConnectionProtocol<UnaryOperator> protocol() {
            return underTest;
        }
    }

    static Stream<Fault> faults() {
        return Stream.concat(
                Stream.of(HandlerFault.values()), Stream.of(DescriptionFault.values()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void failsTheTestMeantForIt(Fault fault) {
        underTest = fault.protocol();
        System.setProperty(PATIENCE, "2000");
        try {
            assertThat(Failures.of(Subject.class, Set.of(fault.meant())))
                    .containsExactly(fault.meant());
        } finally {
            System.clearProperty(PATIENCE);
        }
    }

    @Test
    void eachTestOfTheContractIsFailedBySomeProtocol() {
        Set<String> all = new TreeSet<>();
        for (Class<?> theme : ProtocolContract.class.getClasses()) {
            if (theme.isAnnotationPresent(Nested.class)) {
                Stream.of(theme.getMethods())
                        .filter(m -> m.isAnnotationPresent(Test.class))
                        .map(Method::getName)
                        .forEach(all::add);
            }
        }
        Set<String> proved = new TreeSet<>();
        faults().map(Fault::meant).forEach(proved::add);
        all.remove("theApplicationIsOfTheContract"); // a matter of the subject, not of a protocol
        assertThat(proved).isEqualTo(all);
    }
}
