package dev.bogie.launcher;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One command of {@code bogie}. */
interface Command {
    /** {@return the word that it is called by} */
    String name();

    /** {@return what it does, in one line} */
    String summary();

    /**
     * {@return what it takes beside options, such as {@code DIR}; each is required unless it is in
     * brackets}
     */
    default List<String> operands() {
        return List.of();
    }

    /** {@return how it is called, without options} */
    default String usage() {
        return String.join(" ", Stream.concat(Stream.of(name()), operands().stream()).toList());
    }

    /** {@return more to say about ways to call it: pairs of how, and what that does} */
    default Map<String, String> ways() {
        return Map.of();
    }

    /** {@return the options that it takes} */
    List<Option> options();

    /** {@return whether the list of commands shows it} */
    default boolean isListed() {
        return true;
    }

    /** {@return how the process ends after it} */
    default Ending ending() {
        return Ending.EXIT;
    }

    /**
     * Runs it.
     *
     * @param arguments what the user gave, checked against operands and options
     * @param out where its output goes
     * @return the exit status
     * @throws dev.bogie.runtime.ConfigurationException if what was asked for cannot be
     * @throws FailedException if it failed for another reason
     * @throws Exception what nobody expected
     */
    int run(Arguments arguments, PrintStream out) throws Exception;
}
