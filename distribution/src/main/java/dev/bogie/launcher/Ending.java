package dev.bogie.launcher;

/** How the process ends when a command is done. */
enum Ending {
    /** When it has no threads any more: only such a process writes an archive of its classes. */
    BY_ITSELF,

    /** At once, but for its hooks. */
    EXIT,

    /**
     * At once: the command has run code that it does not serve, whose threads and hooks must keep
     * nobody waiting.
     */
    HALT
}
