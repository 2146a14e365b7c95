import org.jspecify.annotations.NullMarked;

/** A virtual thread drives each connection. Nothing to import: found as a service. */
@NullMarked
module dev.bogie.transport.loom {
    requires static org.jspecify;
    requires dev.bogie.transport;
    requires org.slf4j;
}
