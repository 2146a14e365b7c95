package dev.bogie.http.files;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.fields.ETag;
import dev.bogie.http.fields.HttpDate;
import dev.bogie.http.fields.PercentEncoding;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Serves the files of a directory to GET and HEAD, and never anything else of the machine.
 *
 * <p>The path is decoded once and taken segment by segment; a path that two readers might
 * understand differently (dot segments, empty segments, escaped slash, backslash, colon, controls)
 * is answered with 400. Symbolic links, whatever they lead to, and names that begin with a dot, in
 * any segment, are not found. A directory is answered with its {@code index.html}, after a redirect
 * to its path with a slash; there is no listing. A client that has the file already, by {@code
 * ETag} or date, gets 304. A file that this process may not read is answered with 403. Ranges are
 * not served. Blocks on the file system.
 */
public final class StaticFiles implements HttpHandler {
    private static final String INDEX = "index.html";

    /** In bytes; more than that no file system takes. */
    private static final int LONGEST_NAME = 255;

    /** Names that Windows takes for devices, with any extension. */
    private static final Set<String> DEVICES =
            Set.of(
                    "con", "prn", "aux", "nul", "conin$", "conout$", "com0", "com1", "com2", "com3",
                    "com4", "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3",
                    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private final Path root;
    private final String prefix;

    private StaticFiles(Path root, String prefix) {
        this.root = root;
        this.prefix = prefix;
    }

    /**
     * The files of a directory at the root of the server.
     *
     * @param directory what to serve
     * @return the handler
     * @throws NotDirectoryException if it is no directory
     * @throws IOException if it does not exist or can't be read
     */
    public static StaticFiles of(Path directory) throws IOException {
        return of(directory, "/");
    }

    /**
     * The files of a directory below a path: with prefix {@code /assets/}, the request {@code
     * /assets/a.css} gets the file {@code a.css}.
     *
     * @param directory what to serve
     * @param prefix begins and ends with a slash
     * @return the handler
     * @throws NotDirectoryException if it is no directory
     * @throws IOException if it does not exist or can't be read
     * @throws IllegalArgumentException if the prefix is not as described
     */
    public static StaticFiles of(Path directory, String prefix) throws IOException {
        if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "not a prefix: \"" + prefix + "\" (it begins and ends with a slash)");
        }
        Path root = directory.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(directory.toString());
        }
        return new StaticFiles(root, prefix);
    }

    @Override
    public Response handle(Request request) throws IOException {
        if (!request.method().equals(Method.GET) && !request.method().equals(Method.HEAD)) {
            return Response.error(Status.METHOD_NOT_ALLOWED).with(FieldName.ALLOW, "GET, HEAD");
        }
        if (!request.path().startsWith(prefix)) {
            return Response.error(Status.NOT_FOUND);
        }
        try {
            return find(request);
        } catch (NoSuchFileException | AccessDeniedException e) {
            return unavailable(e);
        }
    }

    /** What is to be said of a file that went away meanwhile, or that this process may not read. */
    static Response unavailable(FileSystemException e) {
        return Response.error(
                e instanceof AccessDeniedException ? Status.FORBIDDEN : Status.NOT_FOUND);
    }

    private Response find(Request request) throws IOException {
        String path = request.path();
        Path file = root;
        String[] segments = path.substring(prefix.length()).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].isEmpty() && last) {
                break;
            }
            Optional<String> name = name(segments[i]);
            if (name.isEmpty()) {
                return Response.error(Status.BAD_REQUEST, "a path that is malformed or ambiguous");
            }
            Optional<Path> child = child(file, name.get(), last);
            if (child.isEmpty()) {
                return Response.error(Status.NOT_FOUND);
            }
            file = child.get();
        }
        boolean wantsDirectory = path.endsWith("/");
        BasicFileAttributes attributes = attributes(file);
        if (attributes.isDirectory() && !wantsDirectory) {
            return redirect(path);
        }
        if (attributes.isDirectory()) {
            Optional<Path> index = child(file, INDEX, true);
            if (index.isEmpty() || !attributes(index.get()).isRegularFile()) {
                return Response.error(Status.NOT_FOUND);
            }
            return content(request, index.get());
        }
        return wantsDirectory ? Response.error(Status.NOT_FOUND) : content(request, file);
    }

    /** The decoded segment, if it names a file and can't be taken for anything else. */
    private static Optional<String> name(String segment) {
        String name;
        try {
            name = PercentEncoding.decode(segment);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean clear = !name.isEmpty() && !name.equals(".") && !name.equals("..");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            clear &= !Character.isISOControl(c) && "/\\:".indexOf(c) < 0;
        }
        return clear ? Optional.of(name) : Optional.empty();
    }

    /** The entry of that very name: no link, not hidden, and not last unless it may be. */
    private static Optional<Path> child(Path directory, String name, boolean last)
            throws IOException {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
        if (dot == 0 || DEVICES.contains(stem)) {
            return Optional.empty();
        }
        try {
            Path child = directory.resolve(name);
            BasicFileAttributes attributes = attributes(child);
            boolean served = attributes.isDirectory() || (last && attributes.isRegularFile());
            // On a file system that ignores case or normalises names, one name is the real one.
            boolean own =
                    child.toRealPath(LinkOption.NOFOLLOW_LINKS)
                            .getFileName()
                            .toString()
                            .equals(name);
            return served && own ? Optional.of(child) : Optional.empty();
        } catch (NoSuchFileException | InvalidPathException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                return Optional.empty(); // there can be no such file, and the system says so
            }
            throw e;
        }
    }

    private static Response redirect(String path) {
        // Two slashes would lead to another server.
        return path.startsWith("//")
                ? Response.error(Status.BAD_REQUEST)
                : Response.seeOther(path + "/").with(Status.PERMANENT_REDIRECT);
    }

    private static Response content(Request request, Path file) throws IOException {
        BasicFileAttributes attributes = attributes(file);
        Instant modified = attributes.lastModifiedTime().toInstant();
        ETag tag =
                new ETag(
                        true,
                        Long.toHexString(attributes.size())
                                + '-'
                                + Long.toHexString(attributes.lastModifiedTime().toMillis()));
        Response response =
                isKnown(request, tag, modified)
                        ? Response.of(Status.NOT_MODIFIED)
                        : Response.ok(ContentTypes.of(file.getFileName().toString()), body(file));
        return response.with(FieldName.ETAG, tag.toString())
                .with(FieldName.LAST_MODIFIED, HttpDate.format(modified));
    }

    private static Body body(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            return Body.file(channel, 0, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** RFC 9110 §13.2.2: the date counts only where there is no tag. */
    private static boolean isKnown(Request request, ETag tag, Instant modified) {
        Optional<String> tags = request.fields().first(FieldName.IF_NONE_MATCH);
        if (tags.isPresent()) {
            return tag.isIn(tags.get());
        }
        return request.fields()
                .first(FieldName.IF_MODIFIED_SINCE)
                .flatMap(text -> HttpDate.parse(text, modified))
                .map(since -> modified.getEpochSecond() <= since.getEpochSecond())
                .orElse(false);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
