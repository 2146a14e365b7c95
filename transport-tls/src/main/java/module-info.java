import org.jspecify.annotations.NullMarked;

/**
 * TLS as a layer: servers and clients name it, {@code layer("tls")}, and protocols above do not
 * notice. The machine in it may be driven under I/O of one's own.
 *
 * @provides dev.bogie.transport.Layer
 */
@NullMarked
module dev.bogie.tls {
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive dev.bogie.transport;

    exports dev.bogie.tls;
    exports dev.bogie.tls.machine;

    provides dev.bogie.transport.Layer with
            dev.bogie.tls.TlsLayer;
}
