import org.jspecify.annotations.NullMarked;

/**
 * HTTP semantics (RFC 9110) whatever the version on the wire: request, response, handler, routing,
 * filters. For applications, which implement or call an {@code HttpHandler}, and for authors of
 * protocols that carry HTTP or live inside an exchange.
 */
@NullMarked
module dev.bogie.http {
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive dev.bogie.transport;

    exports dev.bogie.http;
    exports dev.bogie.http.fields;
    exports dev.bogie.http.files;
    exports dev.bogie.http.filter;
    exports dev.bogie.http.routing;
}
