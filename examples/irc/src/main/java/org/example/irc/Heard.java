package org.example.irc;

import java.nio.ByteBuffer;

/**
 * A message of the room as IRC has it, the same for all who hear it.
 *
 * @param from the id of who said it, who is not told: clients show themselves what they say
 * @param lines read-only
 */
record Heard(String from, ByteBuffer lines) {}
