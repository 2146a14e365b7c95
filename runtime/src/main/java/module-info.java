import org.jspecify.annotations.NullMarked;

/**
 * Servers and clients, put together from the transports, layers and protocols that are installed.
 * For applications; authors of transports and protocols need {@code dev.bogie.transport} only.
 *
 * @uses dev.bogie.transport.Transport
 * @uses dev.bogie.transport.Protocol
 * @uses dev.bogie.transport.Layer
 */
@NullMarked
module dev.bogie.runtime {
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive dev.bogie.transport;

    exports dev.bogie.runtime;
    exports dev.bogie.runtime.plugin;

    uses dev.bogie.transport.Layer;
    uses dev.bogie.transport.Protocol;
    uses dev.bogie.transport.Transport;
}
