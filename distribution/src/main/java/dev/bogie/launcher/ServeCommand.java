package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.files.StaticFiles;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/** Serves the files of a directory. */
final class ServeCommand implements Command {
    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "serve the files of a directory";
    }

    @Override
    public List<String> operands() {
        return List.of("DIR");
    }

    @Override
    public List<Option> options() {
        return Option.SERVING;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws Exception {
        return start(arguments).untilTheEnd("Files of " + arguments.operand(0), arguments, out);
    }

    /** Begins to serve. */
    static Serving start(Arguments arguments) {
        int port = arguments.port(Serving.PORT);
        HttpHandler files = files(arguments.operand(0));
        return Serving.start(
                arguments,
                port,
                Registry.installed(),
                PluginOptions.ofThisProcess(),
                context -> HttpApplication.Running.of(files));
    }

    private static HttpHandler files(String directory) {
        try {
            Path path = Path.of(directory);
            HttpHandler files = StaticFiles.of(path);
            if (!Files.isReadable(path) || !Files.isExecutable(path)) {
                throw new AccessDeniedException(directory);
            }
            return files;
        } catch (NoSuchFileException | InvalidPathException e) {
            throw refused(directory, "there is no such directory", e);
        } catch (NotDirectoryException e) {
            throw refused(directory, "it is not a directory", e);
        } catch (AccessDeniedException e) {
            throw refused(directory, "it may not be read by this user", e);
        } catch (IOException e) {
            throw refused(directory, String.valueOf(e.getMessage()), e);
        }
    }

    private static ConfigurationException refused(String directory, String why, Exception e) {
        return new ConfigurationException("cannot serve '" + directory + "': " + why, e);
    }
}
