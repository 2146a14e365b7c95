package dev.bogie.tls.machine;

import dev.bogie.tls.machine.TlsException.Origin;

import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * An engine each call of which gets somewhere, or ends the connection: what keeps a loop around it
 * from spinning. What it throws names an alert.
 */
final class GuardedEngine {
    private final SSLEngine engine;
    private boolean finished;
    private boolean alertDue;

    private GuardedEngine(SSLEngine engine) {
        this.engine = engine;
    }

    static GuardedEngine begin(SSLEngine engine) throws TlsException {
        try {
            engine.beginHandshake();
        } catch (SSLException | RuntimeException e) {
            throw new TlsException(
                    Origin.HERE, Alert.INTERNAL_ERROR, "the engine cannot begin: " + e, e);
        }
        return new GuardedEngine(engine);
    }

    SSLEngine engine() {
        return engine;
    }

    HandshakeStatus status() {
        return engine.getHandshakeStatus();
    }

    /** Whether the handshake has been finished. */
    boolean isFinished() {
        return finished;
    }

    /**
     * Whether the engine itself found fault and has not told it: its alert comes behind what of a
     * handshake waits to be sent.
     */
    boolean hasAlert() {
        return alertDue;
    }

    /** Reads one whole record. */
    SSLEngineResult unwrap(ByteBuffer record, ByteBuffer plain) throws TlsException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(record, plain);
        } catch (SSLException | RuntimeException e) {
            throw thrown(e);
        }
        note(result);
        switch (result.getStatus()) {
            case OK -> {
                if (result.bytesConsumed() == 0) {
                    checkProgress(HandshakeStatus.NEED_UNWRAP);
                }
            }
            case BUFFER_UNDERFLOW -> throw stuck("it wants more than a whole record");
            case BUFFER_OVERFLOW -> {
                if (plain.remaining() >= TlsMachine.MAX_PLAINTEXT) {
                    throw stuck("it wants more room than a record's plaintext can need");
                }
            }
            case CLOSED -> {}
        }
        return result;
    }

    /** Writes one record; returns how much plaintext it consumed. */
    int wrap(ByteBuffer[] plain, int offset, int length, ByteBuffer out) throws TlsException {
        if (out.remaining() < TlsMachine.MAX_RECORD) {
            throw new IllegalArgumentException(
                    "needs room for " + TlsMachine.MAX_RECORD + " bytes");
        }
        boolean telling = alertDue;
        alertDue = false; // an engine that cannot tell even this has told all
        SSLEngineResult result;
        try {
            result = engine.wrap(plain, offset, length, out);
        } catch (SSLException | RuntimeException e) {
            TlsException thrown = thrown(e);
            alertDue &= !telling;
            throw thrown;
        }
        alertDue = telling && result.bytesProduced() > 0 && !engine.isOutboundDone();
        note(result);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw stuck("it wants more room than a record can need");
        }
        if (result.bytesProduced() == 0 && !engine.isOutboundDone()) {
            checkProgress(HandshakeStatus.NEED_WRAP);
        }
        return result.bytesConsumed();
    }

    private void note(SSLEngineResult result) {
        finished |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }

    /** A call moved no byte: then the engine must at least ask for something else now. */
    private void checkProgress(HandshakeStatus asked) throws TlsException {
        if (engine.getHandshakeStatus() == asked) {
            throw stuck("it asks for the same again and again");
        }
    }

    private static TlsException stuck(String how) {
        return TlsException.here(Alert.INTERNAL_ERROR, "the engine gets nowhere: " + how);
    }

    /** What an engine threw, with the alert that it received or has to send. */
    private TlsException thrown(Exception e) {
        String message = e.getMessage();
        String received = Alert.received(message);
        if (received != null) {
            return new TlsException(Origin.PEER, received, "the peer ended the connection", e);
        }
        alertDue = true;
        String sent = Alert.sent(message);
        return new TlsException(
                Origin.HERE,
                sent == null ? Alert.INTERNAL_ERROR : sent,
                message == null ? e.toString() : message,
                e);
    }
}
