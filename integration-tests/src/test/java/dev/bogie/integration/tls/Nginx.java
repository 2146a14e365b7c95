package dev.bogie.integration.tls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * nginx on a port of the loopback address, in one process.
 *
 * @param process the process
 * @param port where it listens
 */
record Nginx(Tool process, int port) implements AutoCloseable {
    private static final Path STREAM = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

    /** What it says when it listens. */
    private static final Pattern UP = Pattern.compile("\\[notice] .*: (OS: .*)");

    /** It takes no port 0, and one that was free may be so no more. */
    private static final int ATTEMPTS = 5;

    /** Serves HTTP over TLS with a site's certificate, as the directives of its server say. */
    static Nginx https(Path directory, Site site, String directives) throws IOException {
        return start(
                directory,
                """
                http {
                access_log off; client_max_body_size 0;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                ssl_certificate %s; ssl_certificate_key %s;
                %s
                }
                """
                        .formatted(site.certificate(), site.key(), directives));
    }

    /** Passes streams on, as the directives of its server say. */
    static Nginx streams(Path directory, String directives) throws IOException {
        assumeTrue(Files.exists(STREAM), "nginx has no module for streams: its test is skipped");
        return start(directory, "load_module %s;%nstream {%n%s%n}%n".formatted(STREAM, directives));
    }

    /** Starts it with a configuration in which PORT stands for its port. */
    private static Nginx start(Path directory, String configuration) throws IOException {
        String program = Tool.located("nginx");
        for (int attempt = 1; ; attempt++) {
            int port = free();
            Path file =
                    Files.writeString(
                            directory.resolve("nginx.conf"),
                            configuration.replace("PORT", String.valueOf(port))
                                    + "events {} daemon off; master_process off; pid nginx.pid;\n"
                                    + "error_log stderr notice;\n");
            Tool process =
                    Tool.start(
                            program, "-e", "stderr", "-p", directory + "/", "-c", file.toString());
            try {
                String unused = process.said(UP);
                return new Nginx(process, port);
            } catch (IOException e) {
                process.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where it serves. */
    String url() {
        return "https://localhost:" + port + "/";
    }

    @Override
    public void close() {
        process.close();
    }
}
