package dev.bogie.testkit.hostile;

import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Loans through a proxy: only what is broken needs a line. */
final class LoanProxy {
    private LoanProxy() {}

    /** Asks the connection for what a dead loan refuses. */
    static BlockingConnection of(BlockingConnection loan, Connection connection) {
        return proxy(
                (method, arguments) -> {
                    boolean both = method.getDeclaringClass() == Connection.class;
                    return method.invoke(both ? connection : loan, arguments);
                });
    }

    /** Waits without end. */
    static BlockingConnection patient(BlockingConnection loan) {
        return proxy(
                (method, arguments) ->
                        method.getName().startsWith("await")
                                ? method.invoke(loan, Long.MAX_VALUE)
                                : method.invoke(loan, arguments));
    }

    private interface Call {
        Object of(Method method, Object[] arguments) throws Exception;
    }

    private static BlockingConnection proxy(Call call) {
        return (BlockingConnection)
                Proxy.newProxyInstance(
                        LoanProxy.class.getClassLoader(),
                        new Class<?>[] {BlockingConnection.class},
                        (self, method, arguments) -> {
                            try {
                                return call.of(method, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
