import org.jspecify.annotations.NullMarked;

/**
 * HTTP/1.1 (RFC 9112), server and client. Applications find it as a service; the machine may be
 * driven under I/O of one's own.
 *
 * @provides dev.bogie.transport.Protocol
 */
@NullMarked
// The digit is the protocol's own version, not that of the module: HTTP/2 will stand beside it.
@SuppressWarnings("module")
module dev.bogie.http1 {
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive dev.bogie.http;
    requires transitive dev.bogie.transport;

    exports dev.bogie.http1.machine;

    provides dev.bogie.transport.Protocol with
            dev.bogie.http1.internal.Http1Protocol;
}
