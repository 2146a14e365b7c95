package dev.bogie.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * A client's engine and a server's, back to back on one thread, without sockets. Counts the CPU
 * time of the server's calls only.
 */
final class EnginePair {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int RECORD = 17 * 1_024;
    private static final int BATCH = 64;

    // On the heap: that is where the JDK's cryptography is fastest.
    private final ByteBuffer toServer = ByteBuffer.allocate(BATCH * 1_024);
    private final ByteBuffer toClient = ByteBuffer.allocate(BATCH * 1_024);
    private final ByteBuffer record = ByteBuffer.allocate(RECORD);
    private final ByteBuffer plain = ByteBuffer.allocate(RECORD);
    private final SSLContext ofClient;
    private final SSLContext ofServer;
    private SSLEngine client;
    private SSLEngine server;
    private long nanos;

    /**
     * A pair that is connected.
     *
     * @param ofClient trusts the server
     * @param ofServer has a key
     */
    EnginePair(SSLContext ofClient, SSLContext ofServer) throws SSLException {
        this.ofClient = ofClient;
        this.ofServer = ofServer;
        this.client = newClient();
        this.server = newServer();
        shakeHands();
    }

    /** CPU time of the server's side until now. */
    long serverNanos() {
        return nanos;
    }

    private SSLEngine newClient() {
        // Without a peer's name: engines that have one resume its sessions.
        return configured(ofClient.createSSLEngine(), true);
    }

    private SSLEngine newServer() {
        return configured(ofServer.createSSLEngine(), false);
    }

    private static SSLEngine configured(SSLEngine engine, boolean isClient) {
        engine.setUseClientMode(isClient);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {Keys.PROTOCOL});
        parameters.setCipherSuites(new String[] {Keys.CIPHER});
        if (isClient) {
            parameters.setNamedGroups(new String[] {"x25519"}); // as wrk's OpenSSL begins
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** One connection: a whole handshake. */
    int connect() throws SSLException {
        client = newClient();
        long begun = now();
        server = newServer();
        nanos += now() - begun;
        shakeHands();
        return 1;
    }

    private void shakeHands() throws SSLException {
        toServer.clear();
        toClient.clear().flip();
        client.beginHandshake();
        while (isShaking(client) || isShaking(server)) {
            advance(client, toClient, toServer);
            toServer.flip();
            toClient.compact();
            long begun = now();
            advance(server, toServer, toClient);
            nanos += now() - begun;
            toServer.compact();
            toClient.flip();
        }
    }

    private static boolean isShaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Goes on until the engine needs more than is there. */
    private void advance(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    for (var t = engine.getDelegatedTask();
                            t != null;
                            t = engine.getDelegatedTask()) {
                        t.run();
                    }
                }
                case NEED_WRAP -> check(engine.wrap(plain.clear().flip(), record.clear()), out);
                default -> {
                    if (!in.hasRemaining()) {
                        return;
                    }
                    check(engine.unwrap(in, plain.clear()), out);
                }
            }
        }
    }

    private void check(SSLEngineResult result, ByteBuffer out) {
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new IllegalStateException("an engine says " + result);
        }
        if (result.bytesProduced() > 0 && record.position() > 0) {
            out.put(record.flip());
            record.clear();
        }
    }

    /** Requests that come one in a record each, and as many answers. */
    int answer(byte[] request, byte[] answer) throws SSLException {
        toServer.clear();
        for (int i = 0; i < BATCH; i++) {
            check(client.wrap(ByteBuffer.wrap(request), record.clear()), toServer);
        }
        toServer.flip();
        ByteBuffer content = ByteBuffer.wrap(answer);
        long begun = now();
        for (int i = 0; i < BATCH; i++) {
            require(server.unwrap(toServer, plain.clear()).bytesProduced(), request.length);
            require(server.wrap(content.rewind(), record.clear()).bytesConsumed(), answer.length);
        }
        nanos += now() - begun;
        return BATCH;
    }

    /** Encrypts all of it, in records as large as they may be. */
    void send(ByteBuffer content) throws SSLException {
        long begun = now();
        while (content.hasRemaining()) {
            check(server.wrap(content, record.clear()), toClient.clear());
        }
        nanos += now() - begun;
    }

    private static void require(int is, int expected) {
        if (is != expected) {
            throw new IllegalStateException("an engine took " + is + " bytes of " + expected);
        }
    }

    private static long now() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
