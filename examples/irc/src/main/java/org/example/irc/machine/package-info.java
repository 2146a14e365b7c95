/**
 * IRC without input or output: bytes and time in, events out. {@link
 * org.example.irc.machine.LineReader} cuts bytes into lines, {@link
 * org.example.irc.machine.IrcMessage} reads a line, {@link org.example.irc.machine.Session} is the
 * life of one client, {@link org.example.irc.machine.Event} is what comes of it. None of it knows a
 * socket, a thread or a clock, or is safe for several threads.
 */
package org.example.irc.machine;
