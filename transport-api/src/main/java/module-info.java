/**
 * The contracts between transports and protocols, and the tools from which both are made. Authors
 * of either need this module only.
 */
@org.jspecify.annotations.NullMarked
module dev.bogie.transport {
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.bogie.transport;
    exports dev.bogie.transport.support;
}
