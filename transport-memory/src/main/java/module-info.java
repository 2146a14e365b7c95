import org.jspecify.annotations.NullMarked;

/**
 * A transport without a network: both ends in one process, virtual time, and one seed that decides
 * order, splits, delays and resets. For tests of protocols and of applications, in Bogie and
 * outside.
 *
 * @provides dev.bogie.transport.Transport
 */
@NullMarked
module dev.bogie.transport.memory {
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive dev.bogie.transport;

    exports dev.bogie.transport.memory;

    provides dev.bogie.transport.Transport with
            dev.bogie.transport.memory.MemoryTransport;
}
