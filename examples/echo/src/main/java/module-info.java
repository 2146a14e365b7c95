/**
 * A protocol that sends back what it is sent, found as a service, and a server for it.
 *
 * @provides dev.bogie.transport.Protocol
 */
module org.example.echo {
    requires dev.bogie.runtime; // for EchoServer; a protocol alone needs the next line only
    requires transitive dev.bogie.transport;

    exports org.example.echo;

    provides dev.bogie.transport.Protocol with
            org.example.echo.EchoProtocol;
}
