package dev.bogie.testkit.protocol;

import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.IdentityLayer;
import dev.bogie.testkit.LayerSide;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Layer;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.memory.Network;
import dev.bogie.transport.support.StreamLimits;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Where the encounters of one test take place: the protocol under test, its settings, and what is
 * counted. Ends a test in which nothing has happened for {@link Patience#limit}, since a handler
 * that goes round for ever cannot be ended otherwise.
 */
public final class Stage implements BeforeEachCallback, InvocationInterceptor {
    /** How much of what it is told a client keeps while it does not read. */
    static final long CLIENT_INPUT = Setting.kib(4);

    private static final Layer IDENTITY = new IdentityLayer();

    private final AtomicLong progress = new AtomicLong();
    private @Nullable ProtocolContract<?> subject;
    private @Nullable CountingContext context;
    private @Nullable Layer layer;
    private Settings settings = Settings.defaults();

    Stage() {}

    /** One thing to be tried, once with nothing below the protocol and once with a layer. */
    @FunctionalInterface
    interface Trial {
        void with(Supplier<Network> network);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        subject =
                test.getRequiredTestInstances().findInstance(ProtocolContract.class).orElseThrow();
        settings = subject().settings();
        context = null;
        layer = null;
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext test)
            throws Throwable {
        FutureTask<@Nullable Void> task =
                new FutureTask<>(
                        () -> {
                            try {
                                return invocation.proceed();
                            } catch (Exception | Error e) {
                                throw e;
                            } catch (Throwable e) {
                                throw new AssertionError(e);
                            }
                        });
        Thread thread = Thread.ofPlatform().daemon().name(method.toString()).start(task);
        try {
            await(task, thread);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private void await(FutureTask<@Nullable Void> task, Thread thread)
            throws ExecutionException, InterruptedException {
        while (true) {
            long seen = progress.get();
            try {
                task.get(Patience.limit().toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (progress.get() == seen) {
                    AssertionError error = new AssertionError("it hangs: this is where");
                    error.setStackTrace(thread.getStackTrace());
                    thread.interrupt();
                    throw error;
                }
            }
        }
    }

    void progress() {
        progress.incrementAndGet();
    }

    ProtocolContract<?> subject() {
        ProtocolContract<?> present = subject;
        if (present == null) {
            throw new IllegalStateException("no test runs");
        }
        return present;
    }

    /** Changes a setting for this test, unless the author's value is smaller already. */
    void atMost(Setting<Long> setting, long value) {
        settings = settings.with(setting, Math.min(value, settings.get(setting)));
    }

    Settings settings() {
        return settings;
    }

    CountingContext context() {
        CountingContext present = context;
        if (present == null) {
            present = new CountingContext(settings);
            context = present;
        }
        return present;
    }

    /** Of an engine for clients. */
    CountingContext clients() {
        return new CountingContext(Settings.defaults().with(StreamLimits.MAX_INPUT, CLIENT_INPUT));
    }

    // Trials

    /** Tries something without a layer below the protocol, and then with one. */
    void each(String what, Trial trial) {
        attempt(what, null, trial);
        attempt(what + ", through a layer", IDENTITY, trial);
    }

    private void attempt(String what, @Nullable Layer below, Trial trial) {
        layer = below;
        try {
            trial.with(() -> Network.seeded(1).patience(Patience.limit()));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }

    /** Tries something with each conversation, at each place of what the client says in it. */
    void eachPlace(String what, Place test) {
        for (Conversation conversation : subject().conversations()) {
            for (int i = 0; i <= conversation.length(); i++) {
                int place = i;
                each(
                        "%s after %d of %d bytes in %s"
                                .formatted(what, place, conversation.length(), conversation),
                        network -> test.at(network.get(), conversation, place));
            }
        }
    }

    /** What to do at a place. */
    @FunctionalInterface
    interface Place {
        void at(Network network, Conversation conversation, int place);
    }

    ConnectionHandler below(ConnectionHandler above) {
        Layer present = layer;
        return present == null ? above : present.wrap(above, LayerSide.server(context()));
    }

    /** What a protocol makes handlers of. */
    interface Service {
        ConnectionHandler handler();
    }

    /** The protocol under test, with an application of its own. */
    Service service() {
        return service(subject());
    }

    private <A> Service service(ProtocolContract<A> of) {
        return service(of, of.protocol());
    }

    /** Two of one protocol, with an application each. */
    List<Service> twoServices() {
        return twoServices(subject());
    }

    private <A> List<Service> twoServices(ProtocolContract<A> of) {
        ConnectionProtocol<A> protocol = of.protocol();
        return List.of(service(of, protocol), service(of, protocol));
    }

    private <A> Service service(ProtocolContract<A> of, ConnectionProtocol<A> protocol) {
        A application = of.application();
        ProtocolContext with = new Context(settings, context().threads(), of.others());
        return () -> protocol.serve(application, with);
    }

    void checkNothingIsLeft() {
        CountingContext present = context();
        present.awaitNoThreads();
        if (present.buffersOut() > 0) {
            throw new AssertionError(present.buffersOut() + " buffers were not given back");
        }
    }

    private record Context(Settings settings, Threads threads, List<Protocol<?>> others)
            implements ProtocolContext {
        @Override
        public <P extends Protocol<?>> List<P> find(Class<P> kind, Class<?> contract) {
            return others.stream()
                    .filter(p -> kind.isInstance(p) && p.contract().equals(contract))
                    .map(kind::cast)
                    .sorted(Comparator.comparingInt(Protocol<?>::priority).reversed())
                    .toList();
        }
    }
}
