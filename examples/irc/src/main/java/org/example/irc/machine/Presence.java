package org.example.irc.machine;

/**
 * Somebody who is there.
 *
 * @param nick unique
 * @param user what they call themselves on their machine
 * @param host by what they came: never an address
 * @param realName for people
 */
public record Presence(String nick, String user, String host, String realName) {
    /**
     * How lines name their source (RFC 2812 §2.3.1).
     *
     * @return nick, user and host
     */
    public String source() {
        return nick + "!" + user + "@" + host;
    }
}
