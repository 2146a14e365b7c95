package dev.bogie.launcher;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.transport.Settings;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;

import javax.net.ssl.SSLException;

/** Fetches one page. */
final class GetCommand implements Command {
    private static final Option INCLUDE =
            new Option("--include", "", "show status and header fields before the content");

    @Override
    public String name() {
        return "get";
    }

    @Override
    public String summary() {
        return "fetch a page and write its content to the standard output";
    }

    @Override
    public List<String> operands() {
        return List.of("URL");
    }

    @Override
    public List<Option> options() {
        return List.of(
                INCLUDE, TlsOptions.CA_CERT, TlsOptions.INSECURE, Option.TRANSPORT, Option.SET);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws Exception {
        String url = arguments.operand(0);
        Request request = request(url);
        Registry registry = Registry.installed();
        TlsOptions tls = new TlsOptions(registry, arguments);
        Settings settings = tls.settings(registry.settings());
        tls.fetch(settings, request.scheme().equals("https"));
        Client.Builder<HttpHandler> builder =
                Client.builder(HttpHandler.class).registry(registry).settings(settings);
        arguments.value(Option.TRANSPORT).ifPresent(builder::transport);
        try (Client<HttpHandler> client = builder.open()) {
            return fetch(client.api(), request, arguments.has(INCLUDE), out);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("cannot get " + url + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FailedException("cannot get " + url + ": " + why(e), e);
        }
    }

    /** What a user can do about it comes first; Java's own words are behind it. */
    private static String why(IOException e) {
        String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String cure =
                said.contains("no status line")
                        ? "it does not speak HTTP/1.1 there (if it is TLS, try https): "
                        : "";
        for (Throwable t = e; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            if (t instanceof CertPathBuilderException) {
                cure =
                        "the server's certificate is of an authority that is not trusted here"
                                + " (--cacert FILE trusts another, --insecure anybody): ";
            } else if (t instanceof CertificateException && message.startsWith("No ")) {
                cure = "the server's certificate is for another name: ";
            } else if (t instanceof SSLException && message.contains("not speak TLS")) {
                cure = "it does not speak TLS there (try http): ";
            }
        }
        return cure + said;
    }

    private static int fetch(HttpHandler http, Request request, boolean include, PrintStream out)
            throws Exception {
        Response response = http.handle(request);
        try {
            if (include) {
                out.println(response.status());
                response.fields().forEach(f -> out.println(f.name() + ": " + f.value()));
                out.println();
            }
            response.body().writeTo(new Reported(out));
            out.flush();
            return response.status().isError() ? Main.FAILED : Main.OK;
        } finally {
            response.close();
        }
    }

    /** A print stream says nothing of its failures: who piped us into something that has ended. */
    private static final class Reported extends OutputStream {
        private final PrintStream out;

        Reported(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            if (out.checkError()) {
                throw new IOException("the output takes no more");
            }
        }
    }

    private static Request request(String url) {
        if (!url.contains("://")) {
            throw new ConfigurationException(
                    "'" + url + "' is not a URL such as http://127.0.0.1:8080/");
        }
        try {
            return Request.get(url);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "'" + url + "' is not a URL such as http://127.0.0.1:8080/: " + e.getMessage(),
                    e);
        }
    }
}
