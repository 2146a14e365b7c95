import org.jspecify.annotations.NullMarked;

/**
 * Topics: one message, encoded once, to many connections; a bounded history with ids; a policy for
 * readers that are too slow.
 */
@NullMarked
module dev.bogie.broadcast {
    requires static org.jspecify;
    requires transitive dev.bogie.transport;

    exports dev.bogie.broadcast;
}
