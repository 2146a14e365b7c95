/**
 * An IRC server (RFC 2812) whose one channel is the chat's room, as a plugin of Bogie: a protocol
 * for the contract {@link dev.bogie.chat.Room}, found as a service.
 *
 * @provides dev.bogie.transport.Protocol
 */
module org.example.irc {
    requires dev.bogie.chat;
    requires dev.bogie.transport;

    provides dev.bogie.transport.Protocol with
            org.example.irc.IrcProtocol;
}
