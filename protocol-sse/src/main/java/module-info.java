import org.jspecify.annotations.NullMarked;

/**
 * Server-sent events as the WHATWG defines them, both sides, on any version of HTTP.
 *
 * @provides dev.bogie.transport.Protocol
 */
@NullMarked
module dev.bogie.sse {
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive dev.bogie.http;

    exports dev.bogie.sse;
    exports dev.bogie.sse.machine;

    provides dev.bogie.transport.Protocol with
            dev.bogie.sse.SseProtocol;
}
