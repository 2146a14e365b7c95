package dev.bogie.websocket.machine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The key of the opening handshake and its answer (RFC 6455 §1.3, §4.1, §4.2.2): proof that a
 * server speaks WebSocket and that no cache answered. It is no secret and authenticates nobody.
 */
public final class HandshakeKey {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    /** 16 bytes in base64: 22 characters and two of padding. */
    private static final int KEY_CHARACTERS = 24;

    private HandshakeKey() {}

    /**
     * Makes a value for {@code Sec-WebSocket-Key}.
     *
     * @param random gives 16 bytes
     * @return 24 characters
     */
    public static String generate(RandomGenerator random) {
        byte[] nonce = new byte[KEY_BYTES];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /**
     * Whether a {@code Sec-WebSocket-Key} is 16 bytes in base64 (§4.2.1 item 5); if not, the answer
     * is 400.
     *
     * @param key the field's value, without surrounding white space
     * @return true if it may be answered
     */
    public static boolean isValid(String key) {
        if (key.length() != KEY_CHARACTERS) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The value for {@code Sec-WebSocket-Accept} (§4.2.2 item 5.4).
     *
     * @param key the field's value, as it came
     * @return 28 characters
     */
    public static String accept(String key) {
        try {
            // SHA-1 because the RFC says so; nothing hangs on its strength.
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-1", e);
        }
    }
}
