package dev.bogie.tls;

import dev.bogie.transport.Setting;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The settings of keys, certificates and trust. */
public final class MaterialSettings {

    /** {@code tls.cert}. */
    public static final Setting<String> CERT =
            file("tls.cert", "certificate and its issuers (PEM); the default for unknown names");

    /** {@code tls.key}. */
    public static final Setting<String> KEY =
            file("tls.key", "private key of tls.cert (PEM: PKCS #8, PKCS #1, SEC 1)");

    /** {@code tls.key-password-file}. */
    public static final Setting<String> KEY_PASSWORD_FILE =
            file("tls.key-password-file", "its first line is the password of keys and key store");

    /** {@code tls.key-store}. */
    public static final Setting<String> KEY_STORE =
            file("tls.key-store", "PKCS #12 file with keys and certificates");

    /** {@code tls.cert-dir}. */
    public static final Setting<String> CERT_DIR =
            Setting.of(
                    "tls.cert-dir",
                    "",
                    "a directory, or empty",
                    UnaryOperator.identity(),
                    "certificates for more names: NAME.crt or NAME.pem beside NAME.key, or"
                            + " NAME/fullchain.pem beside NAME/privkey.pem");

    /** {@code tls.trust}. */
    public static final Setting<String> TRUST =
            file("tls.trust", "authorities (PEM) that are trusted; clients: instead of Java's own");

    /** {@code tls.client-auth}. */
    public static final Setting<String> CLIENT_AUTH =
            Setting.choice(
                    "tls.client-auth",
                    "none",
                    List.of("none", "wanted", "needed"),
                    "whether a server asks for certificates of its clients");

    /** {@code tls.protocols}. */
    public static final Setting<String> PROTOCOLS =
            Setting.of(
                    "tls.protocols",
                    "TLSv1.3, TLSv1.2",
                    "TLSv1.3, TLSv1.2",
                    MaterialSettings::protocols,
                    "versions of TLS that are spoken");

    /** {@code tls.ciphers}. */
    public static final Setting<String> CIPHERS =
            Setting.of(
                    "tls.ciphers",
                    "",
                    "names, separated by commas, the preferred first; or empty",
                    MaterialSettings::ciphers,
                    "cipher suites that are used; empty for Java's own choice");

    /** {@code tls.reload-interval}. */
    public static final Setting<Duration> RELOAD_INTERVAL =
            Setting.duration(
                    "tls.reload-interval",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofHours(24),
                    "how often files are looked at for changes, at the most; 0 for never");

    /** {@code tls.max-sessions}. */
    public static final Setting<Long> MAX_SESSIONS =
            Setting.count(
                    "tls.max-sessions",
                    10_000,
                    1,
                    1_000_000,
                    "sessions kept for resumption, by each certificate's context");

    /** {@code tls.session-time}. */
    public static final Setting<Duration> SESSION_TIME =
            Setting.duration(
                    "tls.session-time",
                    Duration.ofHours(2),
                    Duration.ofSeconds(1),
                    Duration.ofHours(24),
                    "how long after its handshake a session may be resumed");

    /** {@code tls.max-names}. */
    public static final Setting<Long> MAX_NAMES =
            Setting.count(
                    "tls.max-names",
                    1_024,
                    1,
                    100_000,
                    "certificates: in tls.cert-dir, and kept of what a look-up found");

    /** All of them. */
    public static final List<Setting<?>> ALL =
            List.of(
                    CERT,
                    KEY,
                    KEY_PASSWORD_FILE,
                    KEY_STORE,
                    CERT_DIR,
                    TRUST,
                    CLIENT_AUTH,
                    PROTOCOLS,
                    CIPHERS,
                    RELOAD_INTERVAL,
                    MAX_SESSIONS,
                    SESSION_TIME,
                    MAX_NAMES);

    private MaterialSettings() {}

    private static Setting<String> file(String name, String text) {
        return Setting.of(name, "", "a file, or empty", UnaryOperator.identity(), text);
    }

    private static String protocols(String text) {
        List<String> known = List.of("TLSv1.3", "TLSv1.2");
        List<String> wanted = words(text);
        if (wanted.isEmpty() || !known.containsAll(wanted)) {
            throw new IllegalArgumentException(
                    "must be of " + String.join(", ", known) + "; older ones are broken");
        }
        return String.join(", ", wanted);
    }

    private static String ciphers(String text) {
        List<String> wanted = words(text);
        if (wanted.isEmpty()) {
            return "";
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null); // or it reads all it trusts
            List<String> known =
                    Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
            for (String name : wanted) {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException(
                            "has "
                                    + name
                                    + ", which this Java does not know (it knows names like"
                                    + " TLS_AES_256_GCM_SHA384)");
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot be checked, this Java has no TLS", e);
        }
        return String.join(", ", wanted);
    }

    /** The words of a list. */
    static List<String> words(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
    }
}
