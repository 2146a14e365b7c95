package dev.bogie.launcher;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Client;
import dev.bogie.transport.Settings;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A place where a server that nobody uses goes through its life, so that the build of an image can
 * archive the classes which a start needs. What is done here is what a start does, to the letter: a
 * way that is not gone here is loaded and linked anew by each server that goes it.
 *
 * @param directory for files; deleted at the end
 */
record Rehearsal(Path directory) implements AutoCloseable {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    /** In a new directory. */
    static Rehearsal begin() throws IOException {
        return new Rehearsal(Files.createTempDirectory("bogie-train"));
    }

    /**
     * Any free port, and a control socket where a server that was killed has left its own. Good for
     * one server.
     */
    List<String> place() throws IOException {
        Path own = directory.resolve("own");
        if (!Files.exists(own)) {
            Files.createDirectory(
                    own,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Path socket = own.resolve("control");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        return List.of(Option.PORT.name(), "0", Option.CONTROL.name(), socket.toString());
    }

    /** Has a server go through its life. */
    static int serve(Serving serving, Arguments arguments, Serving.Visit visit) throws Exception {
        return serving.during(visit, "Rehearsal", arguments, NOWHERE);
    }

    /** Asks for a page again and again, and for one that is not there. */
    static void ask(String url, Settings settings, int times) throws Exception {
        try (Client<HttpHandler> client =
                Client.builder(HttpHandler.class).settings(settings).open()) {
            for (int i = 0; i < times; i++) {
                ask(client, url);
            }
            ask(client, url + "not-there");
        }
    }

    private static void ask(Client<HttpHandler> client, String url) throws Exception {
        try (Response response = client.api().handle(Request.get(url))) {
            response.body().writeTo(NOWHERE);
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(directory)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
