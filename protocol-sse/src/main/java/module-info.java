import org.jspecify.annotations.NullMarked;

/** Server-sent events as the WHATWG defines them, both sides, on any version of HTTP. */
@NullMarked
module dev.bogie.sse {
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive dev.bogie.http;

    exports dev.bogie.sse;
    exports dev.bogie.sse.machine;
}
