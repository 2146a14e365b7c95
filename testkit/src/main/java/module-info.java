import org.jspecify.annotations.NullMarked;

/**
 * The contracts that a transport or a protocol has to keep, as test classes that its author
 * extends; byte scripts; and broken transports on which the contracts prove themselves. For tests
 * only.
 */
@NullMarked
module dev.bogie.testkit {
    requires static org.jspecify;
    requires transitive dev.bogie.transport;
    requires transitive dev.bogie.transport.memory;
    requires transitive org.junit.jupiter.api;

    exports dev.bogie.testkit;
    exports dev.bogie.testkit.contract;
    exports dev.bogie.testkit.protocol;
}
