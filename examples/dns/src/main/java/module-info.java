/**
 * A DNS server (RFC 1035) for one zone, as a plugin of Bogie: a protocol in datagrams and on
 * connections that needs no application, found as a service.
 *
 * @provides dev.bogie.transport.Protocol
 */
module org.example.dns {
    requires dev.bogie.transport;

    provides dev.bogie.transport.Protocol with
            org.example.dns.DnsProtocol;
}
