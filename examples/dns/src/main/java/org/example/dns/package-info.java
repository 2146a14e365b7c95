/**
 * A DNS server that knows one zone. Start with {@link org.example.dns.DnsProtocol}, which the
 * server finds: of its zone file it makes a {@link org.example.dns.machine.Responder}, and of that
 * a {@code DnsDatagrams} for each bound address and a {@code DnsConnection} for each connection. A
 * handler's calls never overlap; the responder is shared by all, and safe for any thread.
 */
package org.example.dns;
