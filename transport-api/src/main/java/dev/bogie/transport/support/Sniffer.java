package dev.bogie.transport.support;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Info;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.Match;
import dev.bogie.transport.ProtocolContext;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses among protocols by the first bytes, as the table of {@link ConnectionProtocol} says: a
 * handler that consumes nothing and hands over.
 *
 * @param <A> the application contract
 */
public final class Sniffer<A> implements ConnectionHandler {
    private final List<? extends ConnectionProtocol<A>> candidates;
    private final A application;
    private final ProtocolContext context;
    private final long withinNanos;
    private @Nullable Connection connection;

    /**
     * A sniffer for one connection.
     *
     * @param candidates protocols that can be recognised, in any order
     * @param application what the chosen one serves
     * @param context what the chosen one is given
     * @param withinNanos how long after the accept the choice must be made
     */
    public Sniffer(
            List<? extends ConnectionProtocol<A>> candidates,
            A application,
            ProtocolContext context,
            long withinNanos) {
        this.candidates =
                candidates.stream()
                        .sorted(
                                Comparator.comparingInt((ConnectionProtocol<A> p) -> -p.priority())
                                        .thenComparing(ConnectionProtocol::name))
                        .toList();
        this.application = application;
        this.context = context;
        this.withinNanos = withinNanos;
    }

    /**
     * The vote, without a connection: the first yes once all of higher rank have said no.
     *
     * @param candidates the protocols, highest rank first
     * @param firstBytes what has been read, not empty
     * @param <P> the kind of protocol
     * @return the vote's result; {@link Vote#choice} is null unless decided for one
     */
    public static <P extends ConnectionProtocol<?>> Vote<P> vote(
            List<P> candidates, ByteBuffer firstBytes) {
        for (P candidate : candidates) {
            Match match = candidate.match(firstBytes.asReadOnlyBuffer());
            if (match == Match.YES) {
                return new Vote<>(candidate, false);
            }
            if (match == Match.MORE && firstBytes.remaining() < candidate.sniffLimit()) {
                return new Vote<>(null, true);
            }
        }
        return new Vote<>(null, false);
    }

    /**
     * The result of a vote.
     *
     * @param choice the chosen protocol, or null
     * @param undecided true if more bytes may decide it
     * @param <P> the kind of protocol
     */
    public record Vote<P>(@Nullable P choice, boolean undecided) {}

    @Override
    public void opened(Connection connection) {
        this.connection = connection;
        Optional<String> agreed = connection.info(Info.ALPN);
        if (agreed.isPresent()) {
            choose(connection, agreed.get());
        } else {
            connection.deadline(connection.nanoTime() + withinNanos);
        }
    }

    /** A layer below has agreed with the peer on what is spoken. */
    private void choose(Connection agreeing, String id) {
        for (ConnectionProtocol<A> candidate : candidates) {
            if (candidate.alpn().contains(id)) {
                agreeing.switchTo(candidate.serve(application, context));
                return;
            }
        }
        agreeing.abort("none of the protocols " + names() + " has the ALPN id that was agreed on");
    }

    @Override
    public void received(ByteBuffer in) {
        Connection c = connection;
        if (c == null || !in.hasRemaining()) {
            return;
        }
        Vote<? extends ConnectionProtocol<A>> vote = vote(candidates, in.slice());
        ConnectionProtocol<A> choice = vote.choice();
        if (choice != null) {
            c.switchTo(choice.serve(application, context));
        } else if (!vote.undecided()) {
            c.abort("none of the protocols " + names() + " knows the first bytes");
        }
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        return AfterInput.CLOSE;
    }

    @Override
    public void deadline(long now) {
        if (connection != null) {
            connection.abort("none of the protocols " + names() + " was recognised in time");
        }
    }

    private List<String> names() {
        return candidates.stream().map(ConnectionProtocol::name).toList();
    }
}
