package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.NearestName;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes the project of a plugin, which builds and passes the contract of what it brings. */
final class NewCommand implements Command {
    private static final Option DIRECTORY =
            new Option("--directory", "DIR", "where to write it; a directory NAME here by default");
    private static final Option PACKAGE =
            new Option(
                    "--package", "PACKAGE", "its Java package, and module; else org.example.NAME");

    private static final Pattern PLAIN = Pattern.compile("[\\w./+-]+");

    @Override
    public String name() {
        return "new";
    }

    @Override
    public String summary() {
        return "write a plugin project that builds at once: an application, a protocol or a"
                + " transport";
    }

    @Override
    public List<String> operands() {
        return List.of("KIND", "NAME");
    }

    @Override
    public Map<String, String> ways() {
        return new TreeMap<>(
                Map.of(
                        "application NAME",
                        "an application over HTTP, served below /NAME/",
                        "protocol NAME",
                        "a protocol that answers lines, with the tests of the contract",
                        "transport NAME",
                        "a transport of pipes, with the tests of the contract"));
    }

    @Override
    public List<Option> options() {
        return List.of(PACKAGE, DIRECTORY);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws FailedException {
        String kind = arguments.operand(0);
        if (!ProjectFiles.KINDS.contains(kind)) {
            throw new ConfigurationException(
                    "new: there is no kind '"
                            + kind
                            + "'"
                            + NearestName.question(kind, ProjectFiles.KINDS));
        }
        TakenNames taken = TakenNames.here();
        taken.check(arguments.operand(1));
        ProjectNames names =
                ProjectNames.of(arguments.operand(1), arguments.value(PACKAGE).orElse(""));
        Path directory = path(arguments.value(DIRECTORY).orElse(names.name()));
        int count;
        try {
            ProjectFiles files = ProjectFiles.of(kind, names);
            taken.check(names.packageName(), files.packages());
            new ProjectDirectory(directory).write(files.texts());
            count = files.texts().size();
        } catch (IOException e) {
            throw new FailedException(
                    "new: cannot write to " + directory + ": " + reason(e) + "; nothing is left",
                    e);
        }
        out.println(
                "wrote the "
                        + kind
                        + " "
                        + names.name()
                        + " to "
                        + directory
                        + ": "
                        + count
                        + " files, README.md says what each is for; next:");
        if (!directory.toString().equals(".")) {
            out.println("  cd " + quoted(directory.toString()));
        }
        out.println("  mvn verify");
        out.println("  bogie plugin check target/" + names.name() + ".jar");
        return Main.OK;
    }

    /** As a shell takes it for one word. */
    private static String quoted(String path) {
        return PLAIN.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    /** In words: of what the file system throws, the class often says all. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "this user may not";
            case FileAlreadyExistsException other -> "somebody else writes there";
            case NoSuchFileException none -> "no directory can be made there";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ConfigurationException("--directory: '" + text + "' is not a path", e);
        }
    }
}
