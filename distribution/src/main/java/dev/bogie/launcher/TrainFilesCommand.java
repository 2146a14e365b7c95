package dev.bogie.launcher;

import dev.bogie.transport.Settings;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Does as {@code serve} does, for a moment and for itself, from the reading of the command line to
 * the drain: for the same purpose as {@link TrainCommand}, in an image that holds no demo.
 */
final class TrainFilesCommand implements Command {
    private static final int REQUESTS = 50;

    @Override
    public String name() {
        return "train-files";
    }

    @Override
    public String summary() {
        return "serve a file to itself for a moment: the build archives the classes it used";
    }

    @Override
    public boolean isListed() {
        return false;
    }

    @Override
    public Ending ending() {
        return Ending.BY_ITSELF;
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int run(Arguments none, PrintStream out) throws Exception {
        try (Rehearsal rehearsal = Rehearsal.begin()) {
            Path site = Files.createDirectory(rehearsal.directory().resolve("site"));
            Files.writeString(site.resolve("index.html"), "<!doctype html>");
            List<String> words = new ArrayList<>(List.of(site.toString()));
            words.addAll(rehearsal.place());
            Arguments arguments = Arguments.read(new ServeCommand(), words);
            return Rehearsal.serve(
                    ServeCommand.start(arguments),
                    arguments,
                    url -> Rehearsal.ask(url, Settings.defaults(), REQUESTS));
        }
    }
}
