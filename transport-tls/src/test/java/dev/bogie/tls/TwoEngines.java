package dev.bogie.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** Two engines back to back: a handshake, and what follows it (tickets), without a network. */
final class TwoEngines {
    private static final int ROUNDS = 100;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(64 << 10);
    private final ByteBuffer toClient = ByteBuffer.allocate(64 << 10);

    private TwoEngines(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    /** Both ends of a connection whose handshake is done. */
    record Done(SSLSession client, SSLSession server) {
        /** The certificate that the server has shown. */
        X509Certificate shown() throws SSLException {
            return (X509Certificate) client.getPeerCertificates()[0];
        }

        String subject() throws SSLException {
            return shown().getSubjectX500Principal().getName();
        }
    }

    static Done shake(SSLEngine client, SSLEngine server) throws SSLException {
        return new TwoEngines(client, server).run();
    }

    private Done run() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < ROUNDS; i++) {
            boolean moved = step(client, toClient, toServer);
            moved |= step(server, toServer, toClient);
            if (!moved && isDone(client) && isDone(server)) {
                return new Done(client.getSession(), server.getSession());
            }
        }
        throw new SSLException("the handshake does not come to an end");
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Takes what is there, then says what there is to say. */
    private static boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out)
            throws SSLException {
        boolean moved = false;
        ByteBuffer plain = ByteBuffer.allocate(64 << 10);
        in.flip();
        SSLEngineResult result;
        do {
            result = engine.unwrap(in, plain);
            tasks(engine);
            moved |= result.bytesConsumed() > 0;
        } while (result.bytesConsumed() > 0 && in.hasRemaining());
        in.compact();
        ByteBuffer nothing = ByteBuffer.allocate(0);
        do {
            tasks(engine);
            result = engine.wrap(nothing, out);
            moved |= result.bytesProduced() > 0;
        } while (result.bytesProduced() > 0
                && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        return moved;
    }

    private static void tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
