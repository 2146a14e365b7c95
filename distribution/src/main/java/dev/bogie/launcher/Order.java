package dev.bogie.launcher;

import java.io.PrintStream;
import java.util.List;

/** Something that a running server can be told by its {@link ControlSocket}. */
interface Order {
    /** {@return the word that it is called by} */
    String name();

    /**
     * Does it.
     *
     * @param arguments what else was said
     * @param out where the answer goes
     * @throws dev.bogie.runtime.ConfigurationException if what was asked for cannot be
     * @throws Exception if it failed for another reason
     */
    void run(List<String> arguments, PrintStream out) throws Exception;

    /** Called when the answer has been sent; whoever asked is told when this returns. */
    default void answered() {}
}
