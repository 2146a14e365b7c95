package org.example.irc;

import org.example.irc.machine.Presence;

import java.nio.ByteBuffer;

/** Somebody who came by IRC, as the others see them. Any thread. */
interface Guest {
    /** The id under which they speak in the room. */
    String id();

    /** Who they are at present. */
    Presence presence();

    /** Sends them lines, with their ends; never blocks. */
    void deliver(ByteBuffer lines);
}
