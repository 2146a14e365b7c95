package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Contribution;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;
import dev.bogie.runtime.plugin.Activation;
import dev.bogie.runtime.plugin.PluginException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

class MountsTest {
    private static final String HELLO =
            """
            package hello;
            import dev.bogie.http.*;
            public class Hello implements HttpApplication {
                public String name() { return "hello"; }
                public String description() { return "says hello"; }
                public Running start(Context context) {
                    context.offer(Runnable.class, () -> {});
                    if (context.transport().equals("loom")) {
                        throw new IllegalStateException("no luck");
                    }
                    return new Running() {
                        public HttpHandler handler() {
                            return r -> Response.text("hello " + r.target());
                        }
                        public void draining(java.time.Duration grace) {
                            throw new IllegalStateException("not now");
                        }
                        public void close() { throw new IllegalStateException("never"); }
                    };
                }
            }
            """;

    /** Waits when it starts, and interrupts do not help. */
    private static final String LATE =
            """
            package hello;
            import dev.bogie.http.*;
            import java.util.concurrent.CountDownLatch;
            public class Hello implements HttpApplication {
                public String name() { return "hello"; }
                public String description() { return "is late"; }
                public Running start(Context context) {
                    pass();
                    return new Running() {
                        public HttpHandler handler() { return r -> Response.text("late"); }
                        public void close() {
                            if (latch("closed") != null) latch("closed").countDown();
                        }
                    };
                }
                private static CountDownLatch latch(String name) {
                    return (CountDownLatch) System.getProperties().get("dev.bogie.test." + name);
                }
                private static void pass() {
                    CountDownLatch gate = latch("gate");
                    while (gate.getCount() > 0) {
                        try { gate.await(); } catch (InterruptedException e) {}
                    }
                }
            }
            """;

    /** Is served at any free port what the application offers. */
    private static final String PROTOCOL =
            """
            package hello;
            import dev.bogie.transport.*;
            import java.util.OptionalInt;
            public class Calls implements ConnectionProtocol<Runnable> {
                public String name() { return "calls"; }
                public Class<Runnable> contract() { return Runnable.class; }
                public OptionalInt port(Settings settings) { return OptionalInt.of(0); }
                public ConnectionHandler serve(Runnable called, ProtocolContext context) {
                    throw new IllegalStateException("nobody calls");
                }
            }
            """;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir private Path temporary;

    private final Registry registry = Registry.installed();
    private final List<Server> servers = new ArrayList<>();
    private final Mounts mounts = new Mounts();
    private final HttpHandler all = mounts.beside(r -> Response.text("main " + r.target()));

    @AfterEach
    void closesServers() {
        servers.forEach(Server::close);
    }

    @Test
    void anApplicationAnswersBelowItsNameAndSeesPathsWithoutIt() throws Exception {
        mounts.serve(server("nio"), LIMIT);
        mounts.start(hello()).enter();

        assertThat(answer("/hello/there?to=you")).isEqualTo("hello /there?to=you");
        assertThat(answer("/hello/")).isEqualTo("hello /");
        assertThat(answer("/hellos/")).isEqualTo("main /hellos/");
        assertThat(answer("/")).isEqualTo("main /");
        assertThat(all.handle(Request.get("/hello")).status().code()).isEqualTo(303);
    }

    @Test
    void oneThatFailsAsTheServerEndsIsNoReasonToFail() throws Exception {
        mounts.serve(server("nio"), LIMIT);
        mounts.start(hello()).enter();

        EndNotice notice = new EndNotice(LIMIT);
        notice.tell(mounts.draining(LIMIT));
        assertThat(answer("/hello/")).isEqualTo("hello /");
        notice.tell(mounts.close());
    }

    @Test
    void oneThatFailsAsItsPluginEndsIsNoReasonToFail() throws Exception {
        mounts.serve(server("nio"), LIMIT);
        Activation.Active active = mounts.start(hello());
        active.enter();
        active.leave();

        active.draining(LIMIT);
        active.close();

        assertThat(answer("/hello/")).isEqualTo("main /hello/");
    }

    @Test
    void oneThatCameBeforeTheServerIsStartedWithIt() throws Exception {
        mounts.start(hello()).enter();
        assertThat(all.handle(Request.get("/hello/")).status().code()).isEqualTo(503);

        mounts.serve(server("nio"), LIMIT);
        assertThat(answer("/hello/")).isEqualTo("hello /");
    }

    @Test
    void oneThatCameBeforeTheServerAndDoesNotStartIsNotServed() throws Exception {
        mounts.start(hello()).enter();
        mounts.serve(server("loom"), LIMIT);

        assertThat(all.handle(Request.get("/hello/")).status().code()).isEqualTo(503);
        assertThat(answer("/")).isEqualTo("main /");
    }

    @Test
    void aNewVersionTakesOverBeforeTheOldLeaves() throws Exception {
        mounts.serve(server("nio"), LIMIT);
        Activation.Active old = mounts.start(hello());
        old.enter();
        Activation.Active fresh = mounts.start(hello());
        fresh.enter();
        old.leave();

        assertThat(answer("/hello/")).isEqualTo("hello /");
        fresh.leave();
        assertThat(answer("/hello/")).isEqualTo("main /hello/");
    }

    @Test
    void oneThatDoesNotStartIsRefused() {
        mounts.serve(server("loom"), LIMIT);

        assertThatThrownBy(() -> mounts.start(hello())).hasMessage("no luck");
    }

    @Test
    void aNameThatAnotherPluginHasIsRefused() throws Exception {
        mounts.start(hello()).enter();
        Contribution other = hello("plugin other");

        assertThatThrownBy(() -> mounts.start(other))
                .hasMessageContaining("its application 'hello' is named as one of plugin hello;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "..", "Hello", "a\\nb", "-a", "a%2fb", "hello there"})
    void aNameThatCannotBePartOfAnAddressIsRefused(String name) throws Exception {
        Contribution named = hello("plugin hello", HELLO.replace("\"hello\"", '"' + name + '"'));

        assertThatThrownBy(() -> mounts.start(named))
                .isInstanceOf(PluginException.class)
                .hasMessageStartingWith("plugin hello: ")
                .hasMessageContaining("(module hello): its application is named '")
                .hasMessageEndingWith(
                        "name it in at most 64 letters from a to z, digits and dashes");
    }

    @Test
    void anApplicationThatCameBeforeTheServerAndStartsTooLateIsClosedAndNotServed()
            throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        System.getProperties().put("dev.bogie.test.gate", gate);
        System.getProperties().put("dev.bogie.test.closed", closed);
        try {
            Activation.Active late = mounts.start(hello("plugin hello", LATE));
            late.enter();
            mounts.serve(server("nio"), Duration.ofMillis(1));
            gate.countDown();
            assertThat(closed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(all.handle(Request.get("/hello/")).status().code()).isEqualTo(503);
        } finally {
            gate.countDown();
            System.getProperties().remove("dev.bogie.test.gate");
            System.getProperties().remove("dev.bogie.test.closed");
        }
    }

    @Test
    void anExchangeThatDoesNotEndByItselfIsBrokenOff() throws Exception {
        mounts.serve(server("nio"), LIMIT);
        Activation.Active active = mounts.start(hello());
        active.enter();
        EndlessExchange exchange = new EndlessExchange();
        Response unused =
                all.handle(Request.builder(Method.GET, "/hello/").exchange(exchange).build());
        active.leave();
        assertThat(active.isBusy()).isTrue();

        active.abort("time is over");
        assertThat(exchange.reasons()).containsExactly("time is over");
        assertThat(active.isBusy()).isFalse();
    }

    @Test
    void whatAnApplicationOffersIsServedUntilItLeaves() throws Exception {
        Server server = server("nio");
        mounts.serve(server, LIMIT);
        Contribution hello = hello();
        Activation.Active active = mounts.start(hello);
        registry.replace(Set.of(), List.of(hello));
        active.enter();
        assertThat(server.addresses()).hasSize(1);

        active.leave();

        assertThat(server.addresses()).isEmpty();
    }

    @Test
    void whatWasOfferedByOneThatDoesNotStartIsTakenBack() throws Exception {
        Server server = server("loom");
        mounts.serve(server, LIMIT);
        Contribution hello = hello();
        registry.replace(Set.of(), List.of(hello));

        assertThatThrownBy(() -> mounts.start(hello)).hasMessage("no luck");

        assertThat(server.addresses()).isEmpty();
    }

    @Test
    void oneThatCameBeforeTheServerAndDoesNotStartOffersNothingEither() throws Exception {
        Contribution hello = hello();
        registry.replace(Set.of(), List.of(hello));
        mounts.start(hello).enter();
        Server server = server("loom");

        mounts.serve(server, LIMIT);

        assertThat(server.addresses()).isEmpty();
    }

    private String answer(String target) throws Exception {
        Response response = all.handle(Request.get(target));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        response.body().writeTo(content);
        return content.toString(StandardCharsets.UTF_8);
    }

    private Contribution hello() throws IOException {
        return hello("plugin hello");
    }

    private Contribution hello(String owner) throws IOException {
        return hello(owner, HELLO);
    }

    private Contribution hello(String owner, String application) throws IOException {
        Path source = Files.createDirectories(temporary.resolve("src/hello"));
        Path classes = temporary.resolve("classes");
        Path type = Files.writeString(source.resolve("Hello.java"), application);
        Path protocol = Files.writeString(source.resolve("Calls.java"), PROTOCOL);
        Path descriptor =
                Files.writeString(
                        temporary.resolve("src/module-info.java"),
                        "module hello { requires dev.bogie.http;"
                                + " provides dev.bogie.http.HttpApplication with hello.Hello;"
                                + " provides dev.bogie.transport.Protocol with hello.Calls; }");
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        String path = System.getProperty("jdk.module.path");
        List<String> arguments =
                List.of(
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-p",
                        path,
                        type.toString(),
                        protocol.toString(),
                        descriptor.toString());
        int status =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(out, out, arguments.toArray(String[]::new));
        assertThat(status).as(said.toString()).isZero();
        ModuleLayer base = Mounts.class.getModule().getLayer();
        Configuration configuration =
                base.configuration()
                        .resolve(ModuleFinder.of(), ModuleFinder.of(classes), List.of("hello"));
        return Contribution.of(
                owner,
                base.defineModulesWithOneLoader(configuration, Mounts.class.getClassLoader()));
    }

    private Server server(String transport) {
        Server server = Server.builder().registry(registry).transport(transport).start();
        servers.add(server);
        return server;
    }
}
