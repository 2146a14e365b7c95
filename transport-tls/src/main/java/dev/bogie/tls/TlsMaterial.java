package dev.bogie.tls;

import dev.bogie.tls.internal.material.Contexts;
import dev.bogie.tls.internal.material.Expiry;
import dev.bogie.tls.internal.material.MaterialFiles;
import dev.bogie.tls.internal.material.Snapshot;
import dev.bogie.tls.machine.ClientHello;
import dev.bogie.tls.machine.TlsException;
import dev.bogie.transport.LayerContext.Side;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Keys, certificates and trust of one side, and engines that use them: from the files that {@link
 * MaterialSettings} name, or given by the application, or both.
 *
 * {@snippet :
 * TlsMaterial material =
 *         TlsMaterial.server()
 *                 .key(CertifiedKey.pem(Path.of("site.crt"), Path.of("site.key"), Optional.empty()))
 *                 .build();
 * }
 *
 * <p><b>Certificates.</b> A server shows the certificate for the name that the client asks for: one
 * that has this name, else one with a wildcard for it, else what a {@link KeyLookup} finds, else
 * the default, which is the first of {@code tls.cert}, {@code tls.key-store}, {@code tls.cert-dir}
 * (in alphabetical order) and the keys given. Several for one name are alternatives: EC and RSA.
 *
 * <p><b>Change.</b> Files are looked at again when a connection comes and {@code
 * tls.reload-interval} has passed, and all are read when one has changed; {@link #reload} reads
 * them at once. Connections that are there go on with what they began with. What cannot be used, as
 * a certificate whose key has not been replaced yet, leaves all as it was, says so in the log, and
 * is tried again when a file has changed once more.
 *
 * <p><b>Expiry.</b> A certificate that has expired, or does so within seven days, is used all the
 * same, and named in a warning: at first, after each change, and once a day.
 *
 * <p><b>Resumption.</b> Sessions belong to one certificate and one trust: after a change, or under
 * a name with another certificate, there is a whole handshake.
 *
 * <p>Thread-safe.
 */
public final class TlsMaterial implements EngineSource {
    private static final Logger LOG = LoggerFactory.getLogger(TlsMaterial.class);
    private static final long DAY = Duration.ofDays(1).toNanos();

    private final Side side;
    private final MaterialFiles files;
    private final List<CertifiedKey> given;
    private final Optional<Trust> trust;
    private final Optional<KeyLookup> lookup;
    private final EngineParameters parameters;
    private final int maxSessions;
    private final int sessionSeconds;
    private final @Nullable Threads threads;
    private final LongSupplier clock;
    private final Consumer<String> warning;
    private final long intervalNanos;

    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicLong lookedAt;
    private String seen; // guarded by reading: how the files looked that were last tried
    private long warnedAt; // guarded by reading: of certificates that expire
    private volatile InForce present;

    private TlsMaterial(Builder builder) throws MaterialException {
        Settings settings = builder.settings; // not kept: what is read for settings lasts no longer
        this.side = builder.side;
        this.files = MaterialFiles.of(settings);
        this.given = List.copyOf(builder.keys);
        this.trust = Optional.ofNullable(builder.trust);
        this.lookup = Optional.ofNullable(builder.lookup);
        this.parameters = EngineParameters.of(settings);
        this.maxSessions = Math.toIntExact(settings.get(MaterialSettings.MAX_SESSIONS));
        this.sessionSeconds =
                Math.toIntExact(settings.get(MaterialSettings.SESSION_TIME).toSeconds());
        this.threads = builder.threads;
        this.clock = builder.clock;
        this.warning = builder.warning;
        this.intervalNanos = settings.get(MaterialSettings.RELOAD_INTERVAL).toNanos();
        this.lookedAt = new AtomicLong(clock.getAsLong());
        this.seen = files.fingerprint();
        this.present = read(1);
        warnOfExpiry();
    }

    private record InForce(Snapshot snapshot, SSLContext ofClient, int generation) {}

    /** What the settings of a layer name. */
    static TlsMaterial of(Side side, Settings settings, Threads threads) throws MaterialException {
        return new Builder(side).settings(settings).threads(threads).build();
    }

    /**
     * A builder for servers.
     *
     * @return a new one
     */
    public static Builder server() {
        return new Builder(Side.SERVER);
    }

    /**
     * A builder for clients.
     *
     * @return a new one
     */
    public static Builder client() {
        return new Builder(Side.CLIENT);
    }

    // Engines

    @Override
    public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
        if (isDue()) {
            look();
        }
        SSLContext context =
                present.snapshot()
                        .context(hello.serverName(), lookup)
                        .orElseThrow(
                                () ->
                                        new TlsException(
                                                TlsException.Origin.HERE,
                                                "unrecognized_name",
                                                "there is no certificate for this name",
                                                null));
        return parameters.server(context, protocols);
    }

    @Override
    public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
            throws Exception {
        Threads helpers = threads;
        if (helpers != null && isDue()) {
            var unused = helpers.start(Threads.Kind.VIRTUAL, "bogie-tls-reload", this::look);
        }
        return parameters.client(
                present.ofClient(), target, trust.orElse(null) instanceof InsecureTrustEverything);
    }

    // Change

    /**
     * Reads all files again, changed or not, and forgets what look-ups found.
     *
     * @throws MaterialException if one cannot be used; what was in force still is
     */
    public void reload() throws MaterialException {
        reading.lock();
        try {
            seen = files.fingerprint();
            install();
        } finally {
            reading.unlock();
        }
    }

    /**
     * How often keys and trust have been replaced.
     *
     * @return 1 at first
     */
    public int generation() {
        return present.generation();
    }

    /**
     * The keys in force.
     *
     * @return the default first; without those that look-ups found
     */
    public List<CertifiedKey> keys() {
        return present.snapshot().keys();
    }

    private boolean isDue() {
        long now = clock.getAsLong();
        long before = lookedAt.get();
        return intervalNanos > 0
                && now - before >= intervalNanos
                && lookedAt.compareAndSet(before, now);
    }

    private void look() {
        if (!reading.tryLock()) {
            return; // somebody reads them just now
        }
        try {
            if (clock.getAsLong() - warnedAt >= DAY) {
                warnOfExpiry();
            }
            String now = files.fingerprint();
            if (now.equals(seen)) {
                return;
            }
            seen = now; // as they looked before: what changes while they are read comes next time
            install();
            LOG.info("read keys and certificates again: {}", keys());
        } catch (MaterialException e) {
            warning.accept(
                    "not taken, the old keys and certificates stay in force: " + e.getMessage());
        } finally {
            reading.unlock();
        }
    }

    private void install() throws MaterialException {
        present = read(present.generation() + 1);
        warnOfExpiry();
    }

    private void warnOfExpiry() {
        warnedAt = clock.getAsLong();
        Instant now = Instant.now();
        for (CertifiedKey key : keys()) {
            Expiry.warnings(key, now).forEach(warning);
        }
    }

    private InForce read(int generation) throws MaterialException {
        List<CertifiedKey> keys = new ArrayList<>(files.keys());
        keys.addAll(given);
        Optional<Trust> trusted = trust.isPresent() ? trust : files.trusted();
        checkNeeds(keys, trusted);
        if (side == Side.CLIENT && trusted.isEmpty()) {
            trusted = Optional.of(Trust.system());
        }
        try {
            Contexts contexts = new Contexts(trusted, maxSessions, sessionSeconds);
            return new InForce(
                    new Snapshot(keys, contexts, files.maxNames()), contexts.of(keys), generation);
        } catch (GeneralSecurityException e) {
            throw new MaterialException("this Java has no TLS that can be used: " + e, e);
        }
    }

    private void checkNeeds(List<CertifiedKey> keys, Optional<Trust> trusted)
            throws MaterialException {
        if (side == Side.CLIENT) {
            return;
        }
        if (keys.isEmpty() && lookup.isEmpty()) {
            throw new MaterialException(
                    "a server needs a certificate: set tls.cert and tls.key, or tls.key-store, or"
                            + " tls.cert-dir",
                    null);
        }
        if (parameters.clientAuth() != ClientAuth.NONE && trusted.isEmpty()) {
            throw new MaterialException(
                    "tls.client-auth asks clients for certificates, but nobody is trusted to issue"
                            + " them: set tls.trust to a PEM file of the authorities",
                    null);
        }
    }

    /** What keys and trust there are. Not thread-safe. */
    public static final class Builder {
        private final Side side;
        private final List<CertifiedKey> keys = new ArrayList<>();
        private Settings settings = Settings.defaults();
        private @Nullable Trust trust;
        private @Nullable KeyLookup lookup;
        private @Nullable Threads threads;
        private LongSupplier clock = System::nanoTime;
        private Consumer<String> warning = LOG::warn;

        private Builder(Side side) {
            this.side = side;
        }

        /**
         * Files, limits, versions and ciphers.
         *
         * @param settings those of {@link MaterialSettings} are read
         * @return this builder
         */
        public Builder settings(Settings settings) {
            this.settings = settings;
            return this;
        }

        /**
         * One more key.
         *
         * @param key comes after those of the files, and of those given before
         * @return this builder
         */
        public Builder key(CertifiedKey key) {
            keys.add(key);
            return this;
        }

        /**
         * What finds keys for names that no certificate here is for.
         *
         * @param lookup asked on threads that may block
         * @return this builder
         */
        public Builder lookup(KeyLookup lookup) {
            this.lookup = lookup;
            return this;
        }

        /**
         * Whose certificates are believed, whatever {@code tls.trust} says.
         *
         * @param trust the trust
         * @return this builder
         */
        public Builder trust(Trust trust) {
            this.trust = trust;
            return this;
        }

        /**
         * Where a client's look at changed files runs; without this, a client looks at them on
         * {@link TlsMaterial#reload} only.
         *
         * @param threads source of threads
         * @return this builder
         */
        public Builder threads(Threads threads) {
            this.threads = threads;
            return this;
        }

        Builder clock(LongSupplier nanoTime) {
            this.clock = nanoTime;
            return this;
        }

        Builder warning(Consumer<String> told) {
            this.warning = told;
            return this;
        }

        /**
         * Reads all files. May block for a moment.
         *
         * @return the material
         * @throws MaterialException if a file cannot be used, or what is needed is not set
         */
        public TlsMaterial build() throws MaterialException {
            return new TlsMaterial(this);
        }
    }
}
