import org.jspecify.annotations.NullMarked;

/**
 * Selector event loops. Nothing to import: found as a service.
 *
 * @provides dev.bogie.transport.Transport
 */
@NullMarked
module dev.bogie.transport.nio {
    requires static org.jspecify;
    requires dev.bogie.transport;
    requires org.slf4j;

    provides dev.bogie.transport.Transport with
            dev.bogie.transport.nio.internal.NioTransport;
}
