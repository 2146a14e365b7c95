package dev.bogie.tls.machine;

import dev.bogie.tls.machine.TlsException.Origin;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;

/**
 * One side of a TLS 1.2 or 1.3 connection (RFC 5246, RFC 8446), around an {@link SSLEngine}.
 *
 * <pre>
 *            server: hello seen,            FINISHED           close_notify came
 *  start ──── engine made ────▶ HANDSHAKE ───────────▶ ESTABLISHED ────────────▶ input ended
 *    └─ client ──────────────────▲  │                     │ closeOutput()
 *                                   │                     ▼
 *             anything wrong: fault, an alert to send    close_notify to send
 * </pre>
 *
 * <p>The driver asks {@link #unwrap} for the next {@link Step} and does what it says; whenever
 * {@link #needsWrap} it lets {@link #wrapOwn} encode what the machine itself has to send. After a
 * {@link TlsException}, {@code wrapOwn} encodes the alert, if it can still be told.
 *
 * <p><b>What it adds to an engine.</b>
 *
 * <ul>
 *   <li>A server's engine is made when the ClientHello has been seen, so its maker knows the server
 *       name; the hello is limited over all its records.
 *   <li>A record's length is checked before anything waits for it.
 *   <li>Records that bring no plaintext are counted, {@code maxBlankRecords} in all, and of these
 *       after the handshake no more than 32 and one for each KiB delivered.
 *   <li>Renegotiation (RFC 5246 §7.4.1), which TLS 1.3 has not, is seen and refused.
 *   <li>Each call of the engine must get somewhere; otherwise the connection ends, not the CPU.
 *   <li>The handshake has a {@link #deadline}.
 * </ul>
 *
 * <p>Faults that an engine finds are told by its alert. Of those that this machine finds, only ones
 * before there is an engine can be: an engine sends no alerts for others.
 */
public final class TlsMachine {

    /** Room that is enough for a record, in bytes: header, content, the most of protection. */
    public static final int MAX_RECORD =
            Records.HEADER + Records.MAX_PLAINTEXT + Records.EXPANSION_1_2;

    /** Room that is enough for the plaintext of a record, in bytes. */
    public static final int MAX_PLAINTEXT = Records.MAX_PLAINTEXT + Records.EXPANSION_1_2;

    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final BlankRecords blanks;
    private final @Nullable Opening opening; // a server's
    private final long deadline;
    private @Nullable GuardedEngine engine;
    private boolean making; // the engine is to be made: a task like its own

    private @Nullable TlsException fault;
    private @Nullable String plainAlert; // to be sent in the clear

    private boolean established;
    private boolean establishedTold;
    private boolean modern; // TLS 1.3: no renegotiation, but half-close
    private boolean inputEnded;
    private boolean closing; // close_notify is to be sent
    private int needed = Records.HEADER;

    private TlsMachine(@Nullable Opening opening, TlsLimits limits, long now) {
        this.opening = opening;
        this.blanks = new BlankRecords(limits.maxBlankRecords());
        this.deadline = now + limits.handshakeNanos();
    }

    /**
     * The server's side.
     *
     * @param maker makes the engine once the hello has been seen
     * @param limits what the peer may cost
     * @param now when the connection was accepted, on any clock, in nanoseconds
     * @return a new machine, which needs bytes
     */
    public static TlsMachine server(EngineMaker maker, TlsLimits limits, long now) {
        return new TlsMachine(new Opening(maker, limits), limits, now);
    }

    /**
     * The client's side.
     *
     * @param engine in client mode, not begun
     * @param limits what the peer may cost
     * @param now when the connection was opened, on any clock, in nanoseconds
     * @return a new machine, which needs to wrap
     * @throws TlsException if the engine cannot begin
     */
    public static TlsMachine client(SSLEngine engine, TlsLimits limits, long now)
            throws TlsException {
        TlsMachine machine = new TlsMachine(null, limits, now);
        machine.engine = GuardedEngine.begin(engine);
        return machine;
    }

    // What comes in

    /**
     * Reads on.
     *
     * @param in unread bytes; whole records are consumed; may be read-only
     * @param scratch {@link #MAX_RECORD} bytes or more, writable, best on the heap: a record is
     *     decrypted in it; cleared here
     * @param plain where plaintext is put
     * @return what comes next
     * @throws TlsException if the connection cannot go on; the same again at each further call
     */
    public Step unwrap(ByteBuffer in, ByteBuffer scratch, ByteBuffer plain) throws TlsException {
        if (fault != null) {
            throw fault;
        }
        try {
            return engine == null ? lookAtHello(in) : unwrap(engine, in, scratch, plain);
        } catch (TlsException e) {
            throw fault(e);
        }
    }

    private Step lookAtHello(ByteBuffer in) throws TlsException {
        if (opening != null && !opening.look(in)) {
            needed = opening.needed();
            return Step.NEEDS_MORE;
        }
        making = true;
        return Step.NEEDS_TASK;
    }

    private Step unwrap(GuardedEngine ready, ByteBuffer in, ByteBuffer scratch, ByteBuffer plain)
            throws TlsException {
        while (!inputEnded) {
            if (ready.status() == HandshakeStatus.NEED_TASK) {
                return Step.NEEDS_TASK;
            }
            if (needsWrap()) {
                return Step.NEEDS_WRAP;
            }
            if (established && !establishedTold) {
                establishedTold = true;
                return Step.ESTABLISHED;
            }
            int length = nextRecord(in);
            if (length > in.remaining()) {
                needed = length;
                return Step.NEEDS_MORE;
            }
            int before = plain.position();
            // a copy: an engine decrypts in place, and what we were given may be read-only
            scratch.clear().put(0, in, in.position(), length).limit(length);
            SSLEngineResult result = ready.unwrap(scratch, plain);
            in.position(in.position() + result.bytesConsumed());
            noteEstablished(ready);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                return Step.NEEDS_ROOM;
            }
            inputEnded = result.getStatus() == Status.CLOSED;
            if (result.bytesConsumed() > 0 && !inputEnded) {
                blanks.count(result.bytesProduced());
            }
            if (plain.position() > before) {
                return Step.PLAINTEXT;
            }
        }
        in.position(in.limit());
        return Step.ENDED;
    }

    private int nextRecord(ByteBuffer in) throws TlsException {
        int expansion = established && modern ? Records.EXPANSION : Records.EXPANSION_1_2;
        int length = Records.length(in, 0, Records.MAX_PLAINTEXT + expansion);
        if (established && !modern && length > 0 && Records.type(in, 0) == Records.HANDSHAKE) {
            throw TlsException.here(
                    Alert.NO_RENEGOTIATION, "the peer wants to renegotiate, which is refused");
        }
        return length < 0 ? Records.HEADER : length;
    }

    /**
     * How many bytes must be unread for {@link #unwrap} to get further.
     *
     * @return bytes, at most {@link #MAX_RECORD} or the limit of a ClientHello
     */
    public int needed() {
        return needed;
    }

    /**
     * A task that the machine waits for, such as a signature: takes long enough to be kept off an
     * event loop. Ask again after it, until there is none.
     *
     * @return the task, to be run by any one thread; null if there is none
     */
    public @Nullable Runnable task() {
        if (making && opening != null) {
            making = false;
            return () -> make(opening);
        }
        return engine == null ? null : engine.engine().getDelegatedTask();
    }

    private void make(Opening from) {
        try {
            engine = from.make();
        } catch (TlsException e) {
            fault(e);
        }
    }

    // What goes out

    /**
     * Whether the machine itself has something to send: handshake, alerts, key updates.
     *
     * @return true if {@link #wrapOwn} must be called
     */
    public boolean needsWrap() {
        GuardedEngine ready = engine;
        if (plainAlert != null || (ready != null && ready.hasAlert())) {
            return true;
        }
        if (ready == null || fault != null || ready.engine().isOutboundDone()) {
            return false;
        }
        if (closing || inputEnded) {
            return closing || !modern; // an engine whose input has ended asks to wrap for ever
        }
        return ready.status() == HandshakeStatus.NEED_WRAP;
    }

    /**
     * Encodes what the machine itself has to send, a record at a time.
     *
     * @param out room for {@link #MAX_RECORD} bytes or more
     * @throws TlsException if the connection cannot go on
     */
    public void wrapOwn(ByteBuffer out) throws TlsException {
        if (plainAlert != null) {
            Alert.encode(plainAlert, out);
            plainAlert = null;
            return;
        }
        if (engine != null && needsWrap()) {
            wrap(engine, NOTHING, 0, 1, out);
        }
    }

    /**
     * Encrypts.
     *
     * @param plain what to send, consumed as far as one record holds
     * @param offset the first buffer
     * @param length how many buffers
     * @param out room for {@link #MAX_RECORD} bytes or more
     * @return how many bytes were consumed; 0 if a record of the machine's own comes first, as new
     *     keys do, and is in {@code out}, and 0 without one once the output is closed
     * @throws TlsException if the connection cannot go on
     * @throws IllegalStateException before the handshake is done
     */
    public int wrap(ByteBuffer[] plain, int offset, int length, ByteBuffer out)
            throws TlsException {
        if (fault != null) {
            throw fault;
        }
        if (engine == null || !established) {
            throw new IllegalStateException("the handshake is not done");
        }
        int consumed = wrap(engine, plain, offset, length, out);
        blanks.sent(consumed);
        return consumed;
    }

    private int wrap(
            GuardedEngine ready, ByteBuffer[] plain, int offset, int length, ByteBuffer out)
            throws TlsException {
        try {
            int consumed = ready.wrap(plain, offset, length, out);
            noteEstablished(ready);
            return consumed;
        } catch (TlsException e) {
            throw fault(e);
        }
    }

    /** Ends the output: {@link #needsWrap} is true until close_notify is encoded. */
    public void closeOutput() {
        if (engine != null && !closing) {
            closing = true;
            engine.engine().closeOutbound();
        }
    }

    // State

    private void noteEstablished(GuardedEngine ready) {
        if (!established && ready.isFinished()) {
            established = true;
            modern = ready.engine().getSession().getProtocol().equals("TLSv1.3");
            blanks.handshaken();
        }
    }

    /** Notes the first fault, and the alert that tells it where nothing is encrypted yet. */
    private TlsException fault(TlsException e) {
        if (fault == null) {
            fault = e;
            if (engine == null && e.origin() == Origin.HERE) {
                plainAlert = e.alert();
            }
        }
        return fault;
    }

    /**
     * Until when the handshake must be done.
     *
     * @return on the clock of the time that the machine was made with; {@link Long#MAX_VALUE} once
     *     it is done
     */
    public long deadline() {
        return established || fault != null ? Long.MAX_VALUE : deadline;
    }

    /**
     * Ends the connection if the {@link #deadline} has passed.
     *
     * @param now on the same clock
     * @throws TlsException if it has
     */
    public void checkTime(long now) throws TlsException {
        if (deadline() != Long.MAX_VALUE && now - deadline >= 0) {
            throw fault(
                    TlsException.here(
                            Alert.USER_CANCELED, "the TLS handshake was not done in time"));
        }
    }

    /**
     * Whether the peer's close_notify came: if the bytes end without it, some may be missing.
     *
     * @return true if the input ended in order
     */
    public boolean isInputEnded() {
        return inputEnded;
    }

    /**
     * Whether one direction may end before the other: in TLS 1.3 (RFC 8446 §6.1). Before,
     * close_notify ends both.
     *
     * @return true if so, once the handshake is done
     */
    public boolean mayHalfClose() {
        return modern;
    }

    /**
     * What a client asked for.
     *
     * @return on a server that has seen the hello, the hello
     */
    public Optional<ClientHello> hello() {
        return Optional.ofNullable(opening == null ? null : opening.hello());
    }

    /**
     * What was agreed.
     *
     * @return the session; empty before the handshake is done
     */
    public Optional<SSLSession> session() {
        return established && engine != null
                ? Optional.of(engine.engine().getSession())
                : Optional.empty();
    }

    /**
     * The ALPN id that was agreed on.
     *
     * @return the id; empty if none was, or the handshake is not done
     */
    public Optional<String> applicationProtocol() {
        return established && engine != null
                ? Optional.ofNullable(engine.engine().getApplicationProtocol())
                        .filter(id -> !id.isEmpty())
                : Optional.empty();
    }
}
