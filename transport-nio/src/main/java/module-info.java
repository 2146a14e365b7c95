import org.jspecify.annotations.NullMarked;

/** Selector event loops. Nothing to import: found as a service. */
@NullMarked
module dev.bogie.transport.nio {
    requires static org.jspecify;
    requires dev.bogie.transport;
    requires org.slf4j;
}
