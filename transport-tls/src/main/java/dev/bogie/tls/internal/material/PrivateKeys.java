package dev.bogie.tls.internal.material;

import dev.bogie.tls.MaterialException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The private key of a PEM file: PKCS #8 (RFC 5958), plain or encrypted, and what OpenSSL wrote
 * before, PKCS #1 (RFC 8017) and SEC 1 (RFC 5915), which it takes a few bytes to make PKCS #8 of.
 */
public final class PrivateKeys {
    private static final byte[] VERSION_0 = Der.element(Der.INTEGER, new byte[] {0});
    private static final byte[] NULL = {5, 0};
    private static final String RSA = "2a864886f70d010101";
    private static final String EC = "2a8648ce3d0201";

    /** The algorithms that TLS signs with, by the content of their object identifiers. */
    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    RSA,
                    "RSA",
                    "2a864886f70d01010a",
                    "RSASSA-PSS",
                    EC,
                    "EC",
                    "2b6570",
                    "Ed25519",
                    "2b6571",
                    "Ed448");

    private static final String CONVERT =
            "convert it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW'";

    private PrivateKeys() {}

    /**
     * Reads the one private key of a file.
     *
     * @param pem the file
     * @param password for an encrypted key, if there is one
     * @return the key
     * @throws MaterialException if there is none, more than one, or it cannot be read
     */
    public static PrivateKey read(PemFile pem, Optional<Password> password)
            throws MaterialException {
        Path file = pem.file();
        List<PemFile.Section> keys =
                pem.sections().stream().filter(s -> s.label().endsWith("PRIVATE KEY")).toList();
        if (keys.isEmpty()) {
            boolean certificates =
                    pem.sections().stream().anyMatch(s -> s.label().endsWith("CERTIFICATE"));
            throw MaterialException.of(
                    file,
                    "holds no private key" + (certificates ? ", but certificates" : ""),
                    certificates
                            ? "check whether tls.cert and tls.key are the wrong way round"
                            : "give a PEM file with a section BEGIN PRIVATE KEY");
        }
        if (keys.size() > 1) {
            throw MaterialException.of(
                    file,
                    "holds " + keys.size() + " private keys",
                    "leave the one that belongs to the first certificate");
        }
        return read(pem, keys.getFirst(), password);
    }

    private static PrivateKey read(
            PemFile pem, PemFile.Section section, Optional<Password> password)
            throws MaterialException {
        Path file = pem.file();
        if (section.headers()) {
            throw MaterialException.of(
                    file, "is encrypted the way of OpenSSL before PKCS #8", CONVERT);
        }
        try {
            return switch (section.label()) {
                case "PRIVATE KEY" -> decoded(file, new PKCS8EncodedKeySpec(section.der()));
                case "ENCRYPTED PRIVATE KEY" -> decoded(file, decrypted(file, section, password));
                case "RSA PRIVATE KEY" -> decoded(file, wrapped(RSA, NULL, section.der()));
                case "EC PRIVATE KEY" ->
                        decoded(file, wrapped(EC, curve(pem, section), section.der()));
                default ->
                        throw MaterialException.of(
                                file, "holds a key of the kind " + section.label(), CONVERT);
            };
        } catch (Der.MalformedException e) {
            throw MaterialException.of(
                    file, "holds a malformed private key", "make or copy it again", e);
        }
    }

    private static PKCS8EncodedKeySpec wrapped(String algorithm, byte[] parameters, byte[] key) {
        byte[] oid = Der.element(Der.OBJECT_ID, HexFormat.of().parseHex(algorithm));
        return new PKCS8EncodedKeySpec(
                Der.element(
                        Der.SEQUENCE,
                        VERSION_0,
                        Der.element(Der.SEQUENCE, oid, parameters),
                        Der.element(Der.OCTET_STRING, key)));
    }

    /** The curve stands in the key, or, in very old files, in a section before it. */
    private static byte[] curve(PemFile pem, PemFile.Section section)
            throws MaterialException, Der.MalformedException {
        Der key = Der.of(section.der()).inside(Der.SEQUENCE);
        key.content(Der.INTEGER);
        key.content(Der.OCTET_STRING);
        if (key.isAt(Der.CONTEXT_0)) {
            return key.content(Der.CONTEXT_0);
        }
        return pem.sections().stream()
                .filter(s -> s.label().equals("EC PARAMETERS"))
                .findFirst()
                .orElseThrow(
                        () ->
                                MaterialException.of(
                                        pem.file(), "does not name its elliptic curve", CONVERT))
                .der();
    }

    private static PrivateKey decoded(Path file, PKCS8EncodedKeySpec spec)
            throws MaterialException, Der.MalformedException {
        Der info = Der.of(spec.getEncoded()).inside(Der.SEQUENCE);
        info.content(Der.INTEGER);
        byte[] oid = info.inside(Der.SEQUENCE).content(Der.OBJECT_ID);
        @Nullable String algorithm = ALGORITHMS.get(HexFormat.of().formatHex(oid));
        if (algorithm == null) {
            throw MaterialException.of(
                    file,
                    "holds a key of an algorithm that TLS does not sign with here",
                    "make one of EC (P-256), RSA or Ed25519");
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            throw MaterialException.of(
                    file,
                    "holds a private key (" + algorithm + ") that this Java does not read",
                    "make or copy it again; of the elliptic curves it knows P-256, P-384, P-521",
                    e);
        }
    }

    private static PKCS8EncodedKeySpec decrypted(
            Path file, PemFile.Section section, Optional<Password> password)
            throws MaterialException {
        if (password.isEmpty()) {
            throw MaterialException.of(
                    file,
                    "holds an encrypted private key",
                    "put its password into a file and name that with tls.key-password-file");
        }
        EncryptedPrivateKeyInfo info;
        String algorithm;
        try {
            info = new EncryptedPrivateKeyInfo(section.der());
            algorithm = info.getAlgName();
        } catch (IOException e) {
            throw MaterialException.of(
                    file, "is encrypted in a way that this Java does not know", CONVERT, e);
        }
        char[] characters = password.get().characters();
        PBEKeySpec spec = new PBEKeySpec(characters);
        try {
            SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException e) {
            throw MaterialException.of(
                    file,
                    "cannot be decrypted with the password of " + password.get().file(),
                    "check the password",
                    e);
        } finally {
            spec.clearPassword();
            Arrays.fill(characters, '\0');
        }
    }
}
