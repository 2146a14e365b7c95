package org.example.echo;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.ProtocolContext;

/** The echo protocol (as RFC 862 has it, on any transport), found as a service. */
public final class EchoProtocol implements ConnectionProtocol<EchoListener> {
    /** For the service loader. */
    public EchoProtocol() {}

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Class<EchoListener> contract() {
        return EchoListener.class;
    }

    @Override
    public ConnectionHandler serve(EchoListener application, ProtocolContext context) {
        return new EchoHandler(application);
    }
}
