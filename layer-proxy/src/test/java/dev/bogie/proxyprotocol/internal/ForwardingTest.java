package dev.bogie.proxyprotocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Connection;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * That nothing of the contract stays behind: a method with a default, added to an interface, would
 * be answered here and never reach the connection below.
 */
class ForwardingTest {

    @Test
    void everyCallOfAConnectionIsPassedOn() {
        assertThat(notDeclared(ProxiedConnection.class, Connection.class)).isEmpty();
        assertThat(notDeclared(ProxiedLoan.class, BlockingConnection.class)).isEmpty();
    }

    private static List<String> notDeclared(Class<?> forwarding, Class<?> contract) {
        return Arrays.stream(contract.getDeclaredMethods())
                .filter(method -> !declares(forwarding, method))
                .map(Method::toString)
                .toList();
    }

    private static boolean declares(Class<?> type, Method method) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(
                        m ->
                                m.getName().equals(method.getName())
                                        && Arrays.equals(
                                                m.getParameterTypes(), method.getParameterTypes()));
    }
}
