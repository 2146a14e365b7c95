import org.jspecify.annotations.NullMarked;

/**
 * The PROXY protocol, versions 1 and 2, as a layer: a proxy says for whom it connects, and the
 * connection's addresses are those. For servers behind HAProxy, nginx, Envoy or a cloud's load
 * balancer; found as a service by the name {@code proxy-protocol}.
 *
 * @provides dev.bogie.transport.Layer
 */
@NullMarked
module dev.bogie.proxyprotocol {
    requires static org.jspecify;
    requires transitive dev.bogie.transport;

    exports dev.bogie.proxyprotocol;
    exports dev.bogie.proxyprotocol.machine;

    provides dev.bogie.transport.Layer with
            dev.bogie.proxyprotocol.internal.ProxyLayer;
}
