import org.jspecify.annotations.NullMarked;

/**
 * The contracts between transports and protocols, and the tools from which both are made. Authors
 * of either need this module only.
 */
@NullMarked
module dev.bogie.transport {
    requires static org.jspecify;
    requires org.slf4j;

    exports dev.bogie.transport;
    exports dev.bogie.transport.support;
}
