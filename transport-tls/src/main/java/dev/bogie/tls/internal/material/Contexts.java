package dev.bogie.tls.internal.material;

import dev.bogie.tls.CertifiedKey;
import dev.bogie.tls.InsecureTrustEverything;
import dev.bogie.tls.Trust;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Makes contexts that share one trust. A context has its own sessions and its own ticket keys, so a
 * session is resumed only where the same keys and the same trust are in force as when it was made.
 */
public final class Contexts {
    private final TrustManager[] trust;
    private final int maxSessions;
    private final int sessionSeconds;

    /**
     * Contexts with this trust.
     *
     * @param trust whose certificates are believed; nobody's if empty, so that a server that asks
     *     for none need not read what Java trusts
     * @param maxSessions how many sessions a context keeps for resumption
     * @param sessionSeconds for how long
     * @throws GeneralSecurityException if this Java cannot
     */
    public Contexts(Optional<Trust> trust, int maxSessions, int sessionSeconds)
            throws GeneralSecurityException {
        this.trust = trust.isEmpty() ? new TrustManager[0] : managers(trust.get());
        this.maxSessions = maxSessions;
        this.sessionSeconds = sessionSeconds;
    }

    /**
     * A new context.
     *
     * @param keys alternatives of different algorithms; maybe none
     * @return the context
     * @throws GeneralSecurityException if this Java cannot
     */
    public SSLContext of(List<CertifiedKey> keys) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new FixedKeys(keys)}, trust, null);
        limit(context.getServerSessionContext());
        limit(context.getClientSessionContext());
        return context;
    }

    private void limit(@Nullable SSLSessionContext sessions) {
        if (sessions != null) {
            sessions.setSessionCacheSize(maxSessions);
            sessions.setSessionTimeout(sessionSeconds);
        }
    }

    private static TrustManager[] managers(Trust trust) throws GeneralSecurityException {
        return switch (trust) {
            case Trust.OfSystem _ -> managers((KeyStore) null);
            case Trust.Authorities(List<X509Certificate> certificates) ->
                    managers(store(certificates));
            case InsecureTrustEverything _ -> new TrustManager[] {new Credulous()};
        };
    }

    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore store(List<X509Certificate> certificates)
            throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("trusted-" + i, certificates.get(i));
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store", e);
        }
    }

    /** Believes all; an extended one, so that the JDK adds no checks of its own. */
    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String authType, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String authType, @Nullable Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String authType, @Nullable SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String authType, @Nullable SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
