package dev.bogie.launcher;

import java.io.PrintStream;
import java.util.List;

/** One command of {@code bogie}. */
interface Command {
    /** {@return the word that it is called by} */
    String name();

    /** {@return what it does, in one line} */
    String summary();

    /** {@return what it takes beside options, such as {@code DIR}; each is required} */
    default List<String> operands() {
        return List.of();
    }

    /** {@return the options that it takes} */
    List<Option> options();

    /** {@return whether the list of commands shows it} */
    default boolean isListed() {
        return true;
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
