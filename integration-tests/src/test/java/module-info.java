/**
 * Black-box tests: a module like a user's own, which sees only what the others export. It is open
 * because JUnit reflects on the tests.
 */
open module dev.bogie.integration {
    requires dev.bogie.broadcast;
    requires dev.bogie.chat;
    requires dev.bogie.http;
    requires dev.bogie.http1;
    requires dev.bogie.proxyprotocol;
    requires dev.bogie.runtime;
    requires dev.bogie.sse;
    requires dev.bogie.testkit;
    requires dev.bogie.tls;
    requires dev.bogie.transport;
    requires dev.bogie.transport.loom;
    requires dev.bogie.transport.memory;
    requires dev.bogie.transport.nio;
    requires dev.bogie.websocket;
    requires java.compiler;
    requires java.net.http;
    requires org.assertj.core;
    requires org.junit.jupiter.api;
    requires org.junit.jupiter.params;
}
