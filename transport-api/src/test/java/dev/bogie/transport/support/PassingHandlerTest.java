package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.ConnectionHandler;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * That nothing of the contract stays behind: a callback with a default, added to the interface,
 * would be answered here and never reach the handler above.
 */
class PassingHandlerTest {

    @Test
    void everyCallIsPassedOn() {
        assertThat(ConnectionHandler.class.getDeclaredMethods())
                .filteredOn(call -> !isDeclared(call))
                .isEmpty();
    }

    private static boolean isDeclared(Method call) {
        return Arrays.stream(PassingHandler.class.getDeclaredMethods())
                .anyMatch(
                        m ->
                                m.getName().equals(call.getName())
                                        && Arrays.equals(
                                                m.getParameterTypes(), call.getParameterTypes()));
    }
}
