package dev.bogie.transport;

/**
 * What a transport is given, and a layer that is prepared: settings, and the two resources that
 * belong to whoever runs it, so that they can be counted, limited and proven to be returned.
 * Thread-safe.
 */
public interface TransportContext {

    /**
     * The settings in force.
     *
     * @return immutable settings
     */
    Settings settings();

    /**
     * Where every thread of the transport comes from.
     *
     * @return a thread-safe source
     */
    Threads threads();

    /**
     * Where every larger buffer of the transport comes from.
     *
     * @return a thread-safe pool
     */
    BufferPool buffers();
}
