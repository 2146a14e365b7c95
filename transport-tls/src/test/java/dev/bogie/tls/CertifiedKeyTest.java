package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What is in files, as openssl and keytool write them, and what is wrong with them. */
class CertifiedKeyTest {
    @TempDir static Path directory;
    private static Keys keys;

    @BeforeAll
    static void makeKeys() {
        Keys.assumeOpenssl();
        keys = new Keys(directory);
        keys.write("password", "sécret\nand more\n");
        keys.authority("root");
        keys.authority("middle", "root");
        keys.certificate("ec", "middle", "DNS:a.example,DNS:*.B.example,IP:192.0.2.7");
        keys.certificate("rsa", "rsa:2048", "middle", "DNS:a.example");
        keys.certificate("ed25519", "ed25519", "middle", "DNS:a.example");
        keys.certificate("pss", "rsa-pss -pkeyopt rsa_keygen_bits:2048", "middle", "DNS:a.example");
        keys.openssl("req -x509 -key rsa.key -days 30 -subj /CN=self -out self.crt");
        keys.openssl(
                "pkcs8 -topk8 -in ec.key -v2 aes-256-cbc -passout file:password -out aes256.key");
        keys.openssl(
                "pkcs8 -topk8 -in ec.key -v2 aes-128-cbc -v2prf hmacWithSHA1 -passout file:password"
                        + " -out aes128.key");
        keys.openssl("pkcs8 -topk8 -in ec.key -scrypt -passout file:password -out scrypt.key");
        keys.openssl("rsa -in rsa.key -traditional -out pkcs1.key");
        keys.openssl("rsa -in rsa.key -traditional -aes128 -passout file:password -out old.key");
        keys.openssl("ec -in ec.key -out sec1.key");
        keys.openssl("ec -in ec.key -no_public -out private.key");
        keys.openssl("ecparam -name prime256v1 -out parameters.pem");
        keys.join("parameters.key", "parameters.pem", "sec1.key");
        keys.openssl("genpkey -algorithm x25519 -out x25519.key");
        keys.openssl("x509 -in ec.crt -outform der -out ec.der");
        keys.openssl("x509 -in ec.crt -trustout -out trusted.crt");
        keys.write("wrong", "secret");
        keys.write("empty", "\nsecret");
        keys.join("all.pem", "ec.crt", "middle.crt", "root.crt", "ec.key");
        keys.join("disordered.crt", "ec.crt", "root.crt", "middle.crt");
        keys.join("late.crt", "middle.crt", "ec.crt");
        keys.join("foreign.crt", "ec.crt", "middle.crt", "self.crt");
        keys.join("two.key", "ec.key", "rsa.key");
        keys.write("cut.crt", keys.text("ec.crt").substring(0, 300));
        keys.write(
                "nested.crt", keys.text("ec.crt").substring(0, 300) + "\n" + keys.text("ec.crt"));
        keys.write("star.crt", keys.text("ec.crt").replace("MII", "M*I"));
        keys.write("flipped.crt", keys.text("ec.crt").replaceFirst("MII", "MIA"));
        keys.write("flipped.key", keys.text("ec.key").replaceFirst("MIGH", "MIGG"));
        keys.write("short.key", "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n");
        keys.write("text", "no section\n");
        keys.write(
                "around.crt",
                "subject: whoever\r\n" + keys.text("ec.crt").replace("\n", "\r\n") + "\r\n# end");
    }

    private static CertifiedKey pem(String cert, String key) throws MaterialException {
        return CertifiedKey.pem(keys.file(cert), keys.file(key), Optional.empty());
    }

    private static CertifiedKey withPassword(String cert, String key, String passwordFile)
            throws MaterialException {
        return CertifiedKey.pem(
                keys.file(cert), keys.file(key), Optional.of(keys.file(passwordFile)));
    }

    // What is read

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ec.crt,      ec.key,         EC
                    ec.crt,      sec1.key,       EC
                    ec.crt,      private.key,    EC
                    ec.crt,      parameters.key, EC
                    around.crt,  ec.key,         EC
                    all.pem,     all.pem,        EC
                    rsa.crt,     rsa.key,        RSA
                    rsa.crt,     pkcs1.key,      RSA
                    self.crt,    rsa.key,        RSA
                    pss.crt,     pss.key,        RSASSA-PSS
                    ed25519.crt, ed25519.key,    EdDSA
                    """)
    void aKeyIsReadInEveryForm(String cert, String key, String algorithm) throws Exception {
        assertThat(pem(cert, key).key().getAlgorithm()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @CsvSource({"aes256.key", "aes128.key", "ec.key"})
    void anEncryptedKeyIsReadWithThePasswordOfAFile(String key) throws Exception {
        assertThat(withPassword("ec.crt", key, "password").key())
                .isEqualTo(pem("ec.crt", "ec.key").key());
    }

    @Test
    void namesAreThoseForDnsInLowerCase() throws Exception {
        assertThat(pem("ec.crt", "ec.key").names())
                .containsExactlyInAnyOrder("a.example", "*.b.example");
    }

    @Test
    void aCommonNameIsNoName() throws Exception {
        assertThat(pem("self.crt", "rsa.key").names()).isEmpty();
    }

    @Test
    void theChainIsPutIntoOrder() throws Exception {
        assertThat(pem("disordered.crt", "ec.key").chain())
                .extracting(X509Certificate::getSubjectX500Principal)
                .extracting(Object::toString)
                .containsExactly("CN=ec", "CN=middle", "CN=root");
    }

    @Test
    void aKeyNeverShowsInText() throws Exception {
        assertThat(pem("ec.crt", "ec.key")).hasToString("CN=ec");
    }

    // What is wrong

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    none.crt    | ec.key      | none.crt does not exist: check the path
                    ec.crt      | none.key    | none.key does not exist: check the path
                    .           | ec.key      | . is a directory: give a file
                    text        | ec.key      | text holds no certificate: give a PEM file with sections BEGIN CERTIFICATE
                    ec.key      | ec.crt      | ec.key holds no certificate, but a private key: check whether tls.cert and tls.key are the wrong way round
                    ec.crt      | ec.crt      | ec.crt holds no private key, but certificates: check whether tls.cert and tls.key are the wrong way round
                    ec.crt      | text        | text holds no private key: give a PEM file with a section BEGIN PRIVATE KEY
                    ec.crt      | two.key     | two.key holds 2 private keys: leave the one that belongs to the first certificate
                    ec.der      | ec.key      | ec.der is binary (DER or PKCS #12), not PEM: convert it with 'openssl x509 -inform der' or 'openssl pkey -inform der', or give a PKCS #12 file as tls.key-store
                    trusted.crt | ec.key      | trusted.crt holds a certificate with OpenSSL's own trust settings: convert it with 'openssl x509 -in OLD -out NEW'
                    cut.crt     | ec.key      | cut.crt is not well-formed PEM, the section that begins in line 1 has no END line: copy it again
                    nested.crt  | ec.key      | nested.crt is not well-formed PEM, the section that begins in line 1 does not end before line 7: copy it again
                    star.crt    | ec.key      | star.crt is not well-formed PEM, the section that begins in line 1 is not Base64: copy it again
                    flipped.crt | ec.key      | flipped.crt holds a malformed certificate in line 1: copy it again
                    ec.crt      | flipped.key | flipped.key holds a private key (EC) that this Java does not read: make or copy it again; of the elliptic curves it knows P-256, P-384, P-521
                    rsa.crt     | ec.key      | rsa.crt holds no certificate for this private key: give the certificate and the key that were made together
                    self.crt    | ec.key      | self.crt holds no certificate for this private key: give the certificate and the key that were made together
                    late.crt    | ec.key      | late.crt holds the key's own certificate in place 2: put it first, and behind it those of its issuers
                    foreign.crt | ec.key      | foreign.crt holds a certificate that did not issue any of the others, for CN=self: remove it
                    ec.crt      | aes256.key  | aes256.key holds an encrypted private key: put its password into a file and name that with tls.key-password-file
                    rsa.crt     | old.key     | old.key is encrypted the way of OpenSSL before PKCS #8: convert it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW'
                    ec.crt      | short.key   | short.key holds a malformed private key: make or copy it again
                    ec.crt      | x25519.key  | x25519.key holds a key of an algorithm that TLS does not sign with here: make one of EC (P-256), RSA or Ed25519
                    """)
    void whatIsWrongIsSaidInOneLine(String cert, String key, String message) {
        assertThatThrownBy(() -> pem(cert, key))
                .isInstanceOf(MaterialException.class)
                .hasMessage(directory + "/" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    aes256.key | wrong    | aes256.key cannot be decrypted with the password of DIR/wrong: check the password
                    aes256.key | empty    | empty holds no password: write the password on its first line
                    aes256.key | none     | none does not exist: check the path
                    scrypt.key | password | scrypt.key is encrypted in a way that this Java does not know: convert it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW'
                    """)
    void aWrongPasswordIsSaidInOneLine(String key, String passwordFile, String message) {
        assertThatThrownBy(() -> withPassword("ec.crt", key, passwordFile))
                .isInstanceOf(MaterialException.class)
                .hasMessage(directory + "/" + message.replace("DIR", directory.toString()))
                .hasMessageNotContaining("secret");
    }

    // Key stores

    @Test
    void aKeyStoreOfOpensslIsRead() throws Exception {
        keys.openssl(
                "pkcs12 -export -inkey ec.key -in ec.crt -certfile middle.crt -passout"
                        + " file:password -out openssl.p12");
        List<CertifiedKey> read =
                CertifiedKey.keyStore(keys.file("openssl.p12"), keys.file("password"));

        assertThat(read).hasToString("[CN=ec]");
        assertThat(read.getFirst().chain()).hasSize(2);
        assertThat(read.getFirst().key()).isEqualTo(pem("ec.crt", "ec.key").key());
    }

    @Test
    void aKeyStoreOfKeytoolIsReadWithAllItsKeys() throws Exception {
        keys.write("long", "longer password");
        for (String alias : List.of("b", "a")) {
            Keys.run(
                    directory,
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-alias",
                            alias,
                            "-dname",
                            "CN=" + alias,
                            "-keystore",
                            "java.p12",
                            "-storepass:file",
                            "long"));
        }
        assertThat(CertifiedKey.keyStore(keys.file("java.p12"), keys.file("long")))
                .hasToString("[CN=a, CN=b]");
    }

    @Test
    void aKeyStoreThatCannotBeUsedIsSaidInOneLine() {
        keys.openssl("pkcs12 -export -nokeys -in ec.crt -passout file:password -out certs.p12");
        keys.openssl("pkcs12 -export -inkey ec.key -in ec.crt -passout file:password -out ok.p12");

        assertRefused("ok.p12", "wrong", "ok.p12 cannot be opened with the password of ");
        assertRefused("certs.p12", "password", "certs.p12 holds no private key: give a key store");
        assertRefused("ec.crt", "password", "ec.crt is no key store that this Java reads");
        assertRefused("none.p12", "password", "none.p12 does not exist: check the path");
        assertRefused("ok.p12", "none", "none does not exist: check the path");
    }

    private static void assertRefused(String store, String passwordFile, String message) {
        assertThatThrownBy(() -> CertifiedKey.keyStore(keys.file(store), keys.file(passwordFile)))
                .isInstanceOf(MaterialException.class)
                .hasMessageStartingWith(directory + "/" + message);
    }
}
