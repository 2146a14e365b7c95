import org.jspecify.annotations.NullMarked;

/**
 * A virtual thread drives each connection. Nothing to import: found as a service.
 *
 * @provides dev.bogie.transport.Transport
 */
@NullMarked
module dev.bogie.transport.loom {
    requires static org.jspecify;
    requires dev.bogie.transport;
    requires org.slf4j;

    provides dev.bogie.transport.Transport with
            dev.bogie.transport.loom.internal.LoomTransport;
}
