package dev.bogie.websocket.machine;

import dev.bogie.websocket.machine.ClosingHandshake.State;
import dev.bogie.websocket.machine.ClosingHandshake.TransportEnd;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * One end of a WebSocket connection behind its handshake (RFC 6455 §5–§8), pulled by a driver:
 *
 * <pre>{@code
 * void received(ByteBuffer in) {
 *     for (Event event; (event = machine.next(in, now())) != NEED_MORE && event != ENDED; ) {
 *         switch (event) {
 *             case TEXT    -> application.text(machine.text());
 *             case BINARY  -> application.binary(machine.data());
 *             case CLOSE   -> application.closed(machine.closeCode(), machine.closeReason());
 *             case FAILURE -> application.failed(machine.failure());
 *             default      -> {}                                   // PING, PONG: nothing to do
 *         }
 *         settle();                                                // or once after the loop
 *     }
 * }
 * void settle() {                              // after each call of the machine, deadlines included
 *     if (machine.owed() > 0) machine.writeOwed(connection.output(machine.owed()));
 *     switch (machine.transportEnd()) { case CLOSE -> close(); case ABORT -> abort(); default -> {} }
 *     connection.deadline(machine.deadline());
 * }
 * }</pre>
 *
 * <p>What the protocol itself has to say (Pong, keep-alive Ping, Close) is <em>owed</em>: the
 * machine says how much, the driver writes it when it can. Of Pings that came since the last {@link
 * #writeOwed} only the latest is answered (§5.5.3), so a driver that does not write while its peer
 * does not read is safe from a flood of them. Data is sent at once by {@link #send}; the driver
 * asks {@link #frameSize} for the room first.
 *
 * <p>An event is a word; what belongs to it is read from the machine until the next call of {@link
 * #next}. So a message costs its bytes and no more. After {@code CLOSE} or {@code FAILURE} comes
 * {@code ENDED} only.
 */
public final class WebSocketMachine {
    /** What {@link #next} found. */
    public enum Event {
        /** Nothing whole: call again with more bytes behind those that were left. */
        NEED_MORE,
        /** A text message: {@link #text()}, or its UTF-8 as {@link #data()}. */
        TEXT,
        /** A binary message: {@link #data()}. */
        BINARY,
        /** A Ping with {@link #data()}; its Pong is owed already. */
        PING,
        /** A Pong with {@link #data()}. */
        PONG,
        /** The peer's Close: {@link #closeCode()}, {@link #closeReason()}; an answer is owed. */
        CLOSE,
        /** The connection failed: {@link #failure()}. */
        FAILURE,
        /** It is over; input is discarded. */
        ENDED
    }

    /**
     * Why a connection failed, in a sentence.
     *
     * @param code what the peer is told, or {@link CloseCode#ABNORMAL} if it can't be told
     * @param reason what was wrong
     */
    public record Failure(int code, String reason) {}

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Incoming incoming;
    private final Outgoing outgoing;
    private final ClosingHandshake closing;
    private final KeepAlive keepAlive;

    private ByteBuffer data = EMPTY;
    private @Nullable Failure failure;

    private WebSocketMachine(
            Role role, FrameEncoder encoder, Limits limits, Timeouts timeouts, long now) {
        this.closing = new ClosingHandshake(role, timeouts.close());
        this.incoming = new Incoming(role, limits, timeouts.assembly());
        this.outgoing = new Outgoing(encoder, closing);
        this.keepAlive = new KeepAlive(timeouts.pingInterval(), timeouts.pongTimeout(), now);
    }

    /**
     * The accepting end, from behind the 101 on.
     *
     * @param limits for messages
     * @param timeouts for the peer
     * @param now the instant
     * @return an open machine
     */
    public static WebSocketMachine server(Limits limits, Timeouts timeouts, long now) {
        return new WebSocketMachine(Role.SERVER, FrameEncoder.server(), limits, timeouts, now);
    }

    /**
     * The opening end, from behind the 101 on.
     *
     * @param limits for messages
     * @param timeouts for the peer
     * @param keys for masking, unpredictable: see {@link FrameEncoder}
     * @param now the instant
     * @return an open machine
     */
    public static WebSocketMachine client(
            Limits limits, Timeouts timeouts, RandomGenerator keys, long now) {
        return new WebSocketMachine(Role.CLIENT, FrameEncoder.client(keys), limits, timeouts, now);
    }

    /**
     * Pulls the next event out of the input.
     *
     * @param in what is unread of the connection; its position moves over what was consumed. Left
     *     bytes are to come again, with more behind them
     * @param now the instant
     * @return the event; never null, never an exception for anything the peer sends
     */
    public Event next(ByteBuffer in, long now) {
        data = EMPTY;
        if (!closing.readsFrames()) {
            in.position(in.limit());
            return Event.ENDED;
        }
        int before = in.position();
        try {
            return pull(in, now);
        } catch (ProtocolViolation violation) {
            return fail(violation, now);
        } finally {
            if (in.position() != before) {
                keepAlive.received(now);
            }
        }
    }

    /**
     * The transport has no more input; call it when {@link #next} has seen all there was.
     *
     * @return {@code FAILURE} if the peer did not close in order, otherwise {@code ENDED}
     */
    public Event inputEnded() {
        return lose("connection ended without a close frame");
    }

    /**
     * {@link #deadline()} has come.
     *
     * @param now the instant; harmless when early
     * @return {@code FAILURE}, {@code ENDED}, or {@code NEED_MORE}: then a Ping may be owed
     */
    public Event expire(long now) {
        if (Timeouts.isDue(closing.deadline(), now)) {
            return lose("peer did not finish the closing handshake in time");
        }
        if (!closing.readsFrames()) {
            return Event.ENDED;
        }
        if (Timeouts.isDue(incoming.deadline(), now)) {
            String late = "message was not complete in time";
            return fail(new ProtocolViolation(CloseCode.POLICY_VIOLATION, late), now);
        }
        if (isOpen() && keepAlive.isDead(now)) {
            return lose("ping timeout: peer gave no sign of life");
        }
        if (isOpen() && keepAlive.isPingDue(now)) {
            outgoing.owePing(keepAlive.ping(now));
        }
        return Event.NEED_MORE;
    }

    /**
     * When {@link #expire} is to be called next; asked after each call of the machine.
     *
     * @return the instant, or {@link Timeouts#NEVER}
     */
    public long deadline() {
        long earliest = Timeouts.earlier(closing.deadline(), incoming.deadline());
        return isOpen() ? Timeouts.earlier(earliest, keepAlive.deadline()) : earliest;
    }

    /**
     * The watch on the peer's life: to reconfigure it, to tell it that reading pauses, to ask for
     * the round-trip time.
     *
     * @return the same object for the life of the machine
     */
    public KeepAlive keepAlive() {
        return keepAlive;
    }

    /**
     * The message or control payload of the event.
     *
     * @return its bytes, the caller's to keep and to change; empty for other events
     */
    public ByteBuffer data() {
        return data;
    }

    /**
     * The text of a {@code TEXT} event.
     *
     * @return the message, decoded anew by each call; {@link #data()} is not consumed
     */
    public String text() {
        byte[] bytes = data.array();
        int from = data.arrayOffset() + data.position();
        return new String(bytes, from, data.remaining(), StandardCharsets.UTF_8);
    }

    /**
     * The code of the peer's Close.
     *
     * @return {@link CloseCode#NO_STATUS} if it had none, or has not come
     */
    public int closeCode() {
        return closing.receivedCode();
    }

    /**
     * The reason of the peer's Close.
     *
     * @return maybe empty; the peer's text, to be escaped before it is logged
     */
    public String closeReason() {
        return closing.receivedReason();
    }

    /**
     * Why the connection failed.
     *
     * @return null unless {@code FAILURE} was told
     */
    public @Nullable Failure failure() {
        return failure;
    }

    /**
     * Whether data may be sent.
     *
     * @return false as soon as either end closes or fails
     */
    public boolean isOpen() {
        return closing.state() == State.OPEN;
    }

    /**
     * Whether a message may begin. Asked before a frame of {@link FrameEncoder#shared} is written.
     *
     * @return true if open, and not between the fragments of another message
     */
    public boolean mayStartMessage() {
        return outgoing.mayStartMessage();
    }

    /**
     * The room that {@link #send} takes.
     *
     * @param payload its length in bytes
     * @return header and payload, in bytes
     */
    public int frameSize(int payload) {
        return outgoing.frameSize(payload);
    }

    /**
     * Sends a frame: a message ({@code last}), the first fragment of one, a CONTINUATION, a PING or
     * a PONG. Text is not checked: see {@link #utf8}.
     *
     * @param opcode anything but CLOSE
     * @param last whether it ends its message; true for control frames
     * @param payload consumed; a fragment of text may end inside a character
     * @param out with room for {@link #frameSize}; its position moves
     * @throws IllegalStateException if the connection is not open, or the frame can't come now
     */
    public void send(Opcode opcode, boolean last, ByteBuffer payload, ByteBuffer out) {
        outgoing.send(opcode, last, payload, out);
    }

    /**
     * Sends the header of a frame whose payload the caller writes behind it, by reference; a server
     * only.
     *
     * @param opcode TEXT, BINARY or CONTINUATION
     * @param last whether it ends its message
     * @param length exactly what will follow, in bytes
     * @param out with room for 10 bytes
     * @throws IllegalStateException as for {@link #send}, and at a client
     */
    public void sendHeader(Opcode opcode, boolean last, long length, ByteBuffer out) {
        outgoing.sendHeader(opcode, last, length, out);
    }

    /**
     * Encodes a text for {@link #send}.
     *
     * @param text any string of whole characters
     * @return its UTF-8, the caller's
     * @throws IllegalArgumentException if a surrogate has no partner, which UTF-8 can't say
     */
    public static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(Text.utf8(text));
    }

    /**
     * Begins to close: nothing more can be sent, messages still come until the peer's Close.
     * Without effect if the end has begun already.
     *
     * @param code one that may be on the wire, or {@link CloseCode#NO_STATUS}
     * @param reason at most 123 bytes of UTF-8
     * @param now the instant
     * @throws IllegalArgumentException if the code or the reason can't be sent
     */
    public void close(int code, String reason, long now) {
        closing.start(code, reason, now);
    }

    /**
     * How many bytes the protocol itself has to send.
     *
     * @return 0 if nothing is owed
     */
    public int owed() {
        return outgoing.owed();
    }

    /**
     * Writes what is owed, if anything.
     *
     * @param out with room for {@link #owed()}; its position moves
     */
    public void writeOwed(ByteBuffer out) {
        outgoing.writeOwed(out);
    }

    /**
     * What to do about the transport, once what is owed has been written.
     *
     * @return the answer, to be asked after each call of the machine
     */
    public TransportEnd transportEnd() {
        return closing.transportEnd();
    }

    private Event pull(ByteBuffer in, long now) {
        if (!incoming.read(in, now)) {
            return Event.NEED_MORE;
        }
        Opcode kind = incoming.kind();
        data = incoming.take();
        return switch (kind) {
            case TEXT -> Event.TEXT;
            case PING -> {
                outgoing.owePong(ByteBuffer.wrap(data.array().clone()));
                yield Event.PING;
            }
            case PONG -> {
                keepAlive.pong(data, now);
                yield Event.PONG;
            }
            case CLOSE -> {
                closing.received(data, now);
                forgetInput();
                yield Event.CLOSE;
            }
            case BINARY, CONTINUATION -> Event.BINARY;
        };
    }

    private Event fail(ProtocolViolation violation, long now) {
        failure = new Failure(violation.closeCode(), String.valueOf(violation.getMessage()));
        closing.fail(violation, now);
        forgetInput();
        return Event.FAILURE;
    }

    private Event lose(String reason) {
        boolean wasTold = !closing.readsFrames();
        closing.lose();
        forgetInput();
        if (wasTold) {
            return Event.ENDED;
        }
        failure = new Failure(CloseCode.ABNORMAL, reason);
        return Event.FAILURE;
    }

    private void forgetInput() {
        data = EMPTY;
        incoming.discard();
    }
}
