import org.jspecify.annotations.NullMarked;

/**
 * Contracts between transports and protocols. Authors of either need this module only (of HTTP
 * protocols: {@code dev.bogie.http} too).
 */
@NullMarked
module dev.bogie.transport {
    requires static org.jspecify;
    requires org.slf4j;
}
