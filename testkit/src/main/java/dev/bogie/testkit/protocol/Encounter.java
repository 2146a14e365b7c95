package dev.bogie.testkit.protocol;

import dev.bogie.testkit.protocol.Conversation.Step;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.memory.Network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;

/** One server and one client of it on a simulated network. */
final class Encounter {
    /** How long an answer may take, in virtual time. */
    static final Duration ANSWER = Duration.ofSeconds(10);

    /** After which time a connection that was left must be gone, if the author names none. */
    private static final Duration GONE = Duration.ofMinutes(10);

    private final Stage stage;
    private final Network network;
    private final Engine server;
    private final Engine clients;
    private final ScriptedClient client = new ScriptedClient();
    private final AtomicReference<Observed> observed = new AtomicReference<>();
    private int understood; // how much of what was heard is accounted for

    private Encounter(Stage stage, Network network, Engine server, Engine clients) {
        this.stage = stage;
        this.network = network;
        this.server = server;
        this.clients = clients;
    }

    /** A server with an application of its own, and a client that has connected. */
    static Encounter begin(Stage stage, Network network) {
        return begin(stage, network, stage.service());
    }

    static Encounter begin(Stage stage, Network network, Stage.Service service) {
        return new Encounter(
                        stage,
                        network,
                        network.engine(stage.context()),
                        network.engine(stage.clients()))
                .join(service);
    }

    /** Another of the same engines, with another application, of a given protocol. */
    Encounter beside(Stage.Service service) {
        return new Encounter(stage, network, server, clients).join(service);
    }

    private Encounter join(Stage.Service service) {
        try {
            Listener listener =
                    server.listen(
                            ListenTarget.loopback(0),
                            () -> {
                                Observed made = new Observed(service.handler());
                                observed.set(made);
                                return stage.below(made);
                            });
            var unused =
                    network.await(clients.connect(ConnectTarget.to(listener.address()), client));
            run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Time

    /** Lets happen what happens without any time. */
    void run() {
        pass(Duration.ZERO);
    }

    void pass(Duration time) {
        stage.progress();
        network.runFor(time);
    }

    private boolean passUntil(BooleanSupplier condition, Duration limit) {
        AtomicBoolean late = new AtomicBoolean();
        AtomicBoolean met = new AtomicBoolean(condition.getAsBoolean());
        if (!met.get()) {
            stage.progress();
            Engine.Timer timer = clients.schedule(limit.toNanos(), () -> late.set(true));
            network.runUntil(
                    () -> {
                        met.set(condition.getAsBoolean());
                        return met.get() || late.get();
                    });
            timer.cancel();
        }
        return met.get();
    }

    // What the client does

    ScriptedClient client() {
        return client;
    }

    void say(byte[] bytes) {
        client.say(bytes);
        run();
    }

    /** Has a whole conversation, and checks all of it. */
    void have(Conversation conversation, Cuts cuts) {
        int offset = 0;
        for (Step step : conversation.steps()) {
            offset = take(step, cuts, offset);
        }
        boolean open = conversation.staysOpen();
        run();
        expect(understood == client.heard().length(), "it says more than expected");
        expect(!open || !client.hasEnded(), "it ends a connection that was to stay open");
    }

    /** Has the beginning of a conversation, up to a number of bytes that the client says. */
    void begin(Conversation conversation, int bytes) {
        int offset = 0;
        for (Step step : conversation.steps()) {
            if (step instanceof Step.Says says && offset + says.bytes().length >= bytes) {
                say(Arrays.copyOf(says.bytes(), bytes - offset));
                return;
            }
            offset = take(step, Cuts.NONE, offset);
        }
    }

    int take(Step step, Cuts cuts, int offset) {
        switch (step) {
            case Step.Says says -> {
                byte[] bytes = says.bytes();
                for (int from = 0; from < bytes.length; ) {
                    int to = Math.min(bytes.length, cuts.after(offset + from) - offset);
                    say(Arrays.copyOfRange(bytes, from, to));
                    from = to;
                }
                return offset + bytes.length;
            }
            case Step.Hears hears ->
                    expect(
                            passUntil(() -> hears(hears), ANSWER),
                            "it does not say \"" + shown(hears.text()) + '"');
            case Step.Ends() -> {
                client.end();
                run();
            }
            case Step.Closes() -> expect(passUntil(client::hasEnded, ANSWER), "it does not end");
        }
        return offset;
    }

    private boolean hears(Step.Hears expected) {
        String heard = client.heard();
        Matcher matcher = expected.pattern().matcher(heard).region(understood, heard.length());
        boolean found = matcher.lookingAt();
        if (found) {
            understood = matcher.end();
        }
        return found;
    }

    /** Waits for something to be said, and answers whether it was. */
    boolean isTold(Step step) {
        return !(step instanceof Step.Hears hears) || passUntil(() -> hears(hears), ANSWER);
    }

    private void expect(boolean condition, String otherwise) {
        if (!condition) {
            String heard = client.heard();
            throw new AssertionError(
                    "%s, but \"%s\" (%s)"
                            .formatted(otherwise, shown(heard.substring(understood)), outcome()));
        }
    }

    private static String shown(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }

    /** The handler of the protocol under test; whoever asks does not hold it. */
    WeakReference<Object> handler() {
        return new WeakReference<>(Objects.requireNonNull(observed.get()).handler());
    }

    // How it ends

    boolean isOver() {
        Observed seen = observed.get();
        return seen != null && seen.isOver();
    }

    String outcome() {
        Observed seen = observed.get();
        Closed how = seen == null ? null : seen.how();
        String end = isOver() ? "is over" : "is open";
        return how == null ? "the connection " + end : how.describe();
    }

    boolean isEndedByAFullBuffer() {
        Observed seen = observed.get();
        return seen != null
                && seen.how() instanceof Closed.Aborted(String reason)
                && reason.startsWith("the handler ")
                && reason.contains(" consumed none of ");
    }

    /** Passes all the time after which a peer that says nothing more has been given up. */
    void awaitGivenUp(String why) {
        Duration limit = stage.subject().longestSilence().orElse(GONE).plusSeconds(1);
        if (!passUntil(this::isOver, limit)) {
            throw new AssertionError(why + ", and after " + limit + " it is still served");
        }
    }

    CompletionStage<Engine.Drained> drain(Duration grace) {
        return server.close(grace);
    }

    <T> T await(CompletionStage<T> stage) {
        return network.await(stage);
    }

    long nanoTime() {
        return network.nanoTime();
    }

    /** Breaks off what is left, and checks what no protocol may do. */
    void finish() {
        var unused = network.await(server.close(Duration.ZERO));
        var unusedToo = network.await(clients.close(Duration.ZERO));
        stage.checkNothingIsLeft();
        Observed seen = observed.get();
        if (seen == null) {
            throw new AssertionError("no handler was asked for");
        }
        if (!seen.violations().isEmpty()) {
            throw new AssertionError(String.join("; ", seen.violations()));
        }
        if (seen.how() instanceof Closed.Failed(Throwable cause)
                && !stage.subject().isOwnError(cause)) {
            throw new AssertionError("a callback threw " + cause, cause);
        }
    }
}
