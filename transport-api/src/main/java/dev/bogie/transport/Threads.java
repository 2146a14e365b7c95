package dev.bogie.transport;

/**
 * The source of threads. Transports, protocols and layers make no thread in any other way, so that
 * whoever runs them can name, count and outlive them. Thread-safe.
 */
@FunctionalInterface
public interface Threads {

    /** Which kind of thread is wanted. */
    enum Kind {
        /** A thread of the operating system, preempted by it. */
        PLATFORM,
        /** A virtual thread: cheap, shares a few carriers, gives them up only where it waits. */
        VIRTUAL
    }

    /**
     * Starts a daemon thread.
     *
     * @param kind which kind
     * @param name for people who read thread dumps; need not be unique
     * @param body what it runs; what it throws is logged
     * @return the thread, started
     */
    Thread start(Kind kind, String name, Runnable body);
}
