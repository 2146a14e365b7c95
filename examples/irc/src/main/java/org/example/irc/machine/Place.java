package org.example.irc.machine;

import java.util.List;

/**
 * Where clients come to.
 *
 * @param server its name
 * @param channel the one channel there is, with its {@code #}
 * @param topic what the channel is about
 * @param motd the message of the day, in lines
 */
public record Place(String server, String channel, String topic, List<String> motd) {}
