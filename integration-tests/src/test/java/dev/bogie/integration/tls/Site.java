package dev.bogie.integration.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http.HttpHandler;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;
import dev.bogie.tls.CertifiedKey;
import dev.bogie.tls.TlsLayer;
import dev.bogie.tls.TlsMaterial;
import dev.bogie.tls.TlsSettings;
import dev.bogie.transport.Settings;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A key with a self-signed certificate for {@code localhost}, and for no address, in PEM files.
 *
 * @param certificate its own authority
 * @param key its key
 */
record Site(Path certificate, Path key) {

    /** How long servers wait for peers: processes of others, on a machine that is busy. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Has OpenSSL make one. */
    static Site in(Path directory) throws Exception {
        return of(directory, "site", "localhost");
    }

    /** Has OpenSSL make one for another name, in files of that name. */
    static Site of(Path directory, String file, String name) throws Exception {
        Site site = new Site(directory.resolve(file + ".crt"), directory.resolve(file + ".key"));
        Tool.run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=DNS:" + name,
                        "-keyout",
                        site.key.toString(),
                        "-out",
                        site.certificate.toString())
                .succeeded();
        return site;
    }

    /** A server with this certificate. */
    Server serve(String transport, HttpHandler application, String... settings) throws Exception {
        Server server = start(transport, settings);
        server.listen(new InetSocketAddress("127.0.0.1", 0), HttpHandler.class, application);
        return server;
    }

    /** A server with this certificate, which listens nowhere yet. */
    Server start(String transport, String... settings) throws Exception {
        Registry registry = Registry.installed();
        Settings read =
                registry.settings()
                        .read(List.of(settings))
                        .with(TlsSettings.HANDSHAKE_TIMEOUT, PATIENCE);
        CertifiedKey certified = CertifiedKey.pem(certificate, key, Optional.empty());
        TlsMaterial material = TlsMaterial.server().settings(read).key(certified).build();
        registry.override("test", List.of(new TlsLayer(material)));
        return Server.builder()
                .registry(registry)
                .settings(read)
                .transport(transport)
                .layer("tls")
                .start();
    }

    /** Gives a server this certificate, by settings; it has the layer. */
    Server.Builder with(Server.Builder server) {
        return server.set("tls.cert", certificate.toString())
                .set("tls.key", key.toString())
                .set(TlsSettings.HANDSHAKE_TIMEOUT, PATIENCE);
    }

    /** A client that trusts this certificate and no other. */
    Client<HttpHandler> client(String transport) {
        return Client.builder(HttpHandler.class)
                .transport(transport)
                .set("tls.trust", certificate.toString())
                .open();
    }

    static String url(Server server) {
        assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
        return "https://localhost:" + server.address().getPort() + "/";
    }
}
