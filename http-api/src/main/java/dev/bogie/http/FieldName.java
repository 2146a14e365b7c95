package dev.bogie.http;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The name of a field (RFC 9110 §5.1): a token, equal to another regardless of case.
 *
 * <p>Keep names in constants: the check is made once, and a look-up with one compares bytes.
 */
public final class FieldName {
    private static final Map<String, FieldName> KNOWN = new HashMap<>();

    /** Written by a protocol to frame a message or to speak to its neighbour. */
    private static final Set<String> FRAMING =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /** {@code Accept}: RFC 9110 §12.5.1. */
    public static final FieldName ACCEPT = known("Accept");

    /** {@code Allow}: RFC 9110 §10.2.1. */
    public static final FieldName ALLOW = known("Allow");

    /** {@code Cache-Control}: RFC 9111 §5.2. */
    public static final FieldName CACHE_CONTROL = known("Cache-Control");

    /** {@code Connection}: RFC 9110 §7.6.1. */
    public static final FieldName CONNECTION = known("Connection");

    /** {@code Content-Length}: RFC 9110 §8.6. */
    public static final FieldName CONTENT_LENGTH = known("Content-Length");

    /** {@code Content-Security-Policy}: W3C Content Security Policy. */
    public static final FieldName CONTENT_SECURITY_POLICY = known("Content-Security-Policy");

    /** {@code Content-Type}: RFC 9110 §8.3. */
    public static final FieldName CONTENT_TYPE = known("Content-Type");

    /** {@code Cookie}: RFC 6265 §5.4. */
    public static final FieldName COOKIE = known("Cookie");

    /** {@code Date}: RFC 9110 §6.6.1. */
    public static final FieldName DATE = known("Date");

    /** {@code ETag}: RFC 9110 §8.8.3. */
    public static final FieldName ETAG = known("ETag");

    /** {@code Expect}: RFC 9110 §10.1.1. */
    public static final FieldName EXPECT = known("Expect");

    /** {@code Host}: RFC 9110 §7.2. */
    public static final FieldName HOST = known("Host");

    /** {@code If-Modified-Since}: RFC 9110 §13.1.3. */
    public static final FieldName IF_MODIFIED_SINCE = known("If-Modified-Since");

    /** {@code If-None-Match}: RFC 9110 §13.1.2. */
    public static final FieldName IF_NONE_MATCH = known("If-None-Match");

    /** {@code Keep-Alive}: of HTTP/1.0; RFC 2068 §19.7.1. */
    public static final FieldName KEEP_ALIVE = known("Keep-Alive");

    /** {@code Last-Event-ID}: WHATWG HTML, server-sent events. */
    public static final FieldName LAST_EVENT_ID = known("Last-Event-ID");

    /** {@code Last-Modified}: RFC 9110 §8.8.2. */
    public static final FieldName LAST_MODIFIED = known("Last-Modified");

    /** {@code Location}: RFC 9110 §10.2.2. */
    public static final FieldName LOCATION = known("Location");

    /** {@code Origin}: WHATWG Fetch. */
    public static final FieldName ORIGIN = known("Origin");

    /** {@code Proxy-Connection}: of no RFC; some clients send it. */
    public static final FieldName PROXY_CONNECTION = known("Proxy-Connection");

    /** {@code Retry-After}: RFC 9110 §10.2.3. */
    public static final FieldName RETRY_AFTER = known("Retry-After");

    /** {@code Sec-Fetch-Site}: W3C Fetch Metadata. */
    public static final FieldName SEC_FETCH_SITE = known("Sec-Fetch-Site");

    /** {@code Set-Cookie}: RFC 6265 §4.1. */
    public static final FieldName SET_COOKIE = known("Set-Cookie");

    /** {@code TE}: RFC 9110 §10.1.4. */
    public static final FieldName TE = known("TE");

    /** {@code Trailer}: RFC 9110 §6.6.2. */
    public static final FieldName TRAILER = known("Trailer");

    /** {@code Transfer-Encoding}: RFC 9112 §6.1. */
    public static final FieldName TRANSFER_ENCODING = known("Transfer-Encoding");

    /** {@code Upgrade}: RFC 9110 §7.8. */
    public static final FieldName UPGRADE = known("Upgrade");

    /** {@code User-Agent}: RFC 9110 §10.1.5. */
    public static final FieldName USER_AGENT = known("User-Agent");

    /** {@code Vary}: RFC 9110 §12.5.5. */
    public static final FieldName VARY = known("Vary");

    private final String text;
    private final String lower;
    private final byte[] octets;
    private final byte[] lowerOctets;
    private final boolean framing;

    private FieldName(String text) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
        this.octets = text.getBytes(StandardCharsets.US_ASCII);
        this.lowerOctets = lower.getBytes(StandardCharsets.US_ASCII);
        this.framing = FRAMING.contains(lower);
    }

    /**
     * {@return the name spelled so; a constant above where it is spelled as there or in lower case}
     *
     * @param text the text
     * @throws IllegalArgumentException if it is no token
     */
    public static FieldName of(String text) {
        FieldName known = KNOWN.get(text);
        if (known != null) {
            return known;
        }
        if (!Grammar.isToken(text)) {
            throw new IllegalArgumentException(
                    "not a field name: \"" + Grammar.printable(text) + "\" (a token is wanted)");
        }
        return new FieldName(text);
    }

    /** {@return the name in lower case, as HTTP/2 writes it} */
    public String lowerCase() {
        return lower;
    }

    /** {@return how many octets the name has} */
    public int length() {
        return octets.length;
    }

    /**
     * Writes the name as it is spelled, in ASCII.
     *
     * @param out where to; not closed
     */
    public void put(ByteBuffer out) {
        out.put(octets);
    }

    /**
     * {@return whether those octets are this name, in any case}
     *
     * @param bytes the bytes
     * @param offset where they begin
     * @param length how many bytes
     */
    public boolean matches(byte[] bytes, int offset, int length) {
        if (length != lowerOctets.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Grammar.lowerCase(bytes[offset + i] & 0xff) != lowerOctets[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return whether only a protocol writes this field} it frames the message or speaks to the
     * neighbour (Content-Length, Transfer-Encoding, Connection, Host, Upgrade and their like).
     */
    public boolean isFraming() {
        return framing;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof FieldName name && name.lower.equals(lower));
    }

    @Override
    public int hashCode() {
        return lower.hashCode();
    }

    /** {@return the name as it is spelled} */
    @Override
    public String toString() {
        return text;
    }

    private static FieldName known(String text) {
        FieldName name = new FieldName(text);
        KNOWN.put(name.text, name);
        KNOWN.put(name.lower, name);
        return name;
    }
}
