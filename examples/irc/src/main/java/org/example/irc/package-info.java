/**
 * An IRC server whose one channel is the chat's room. Start with {@link
 * org.example.irc.IrcProtocol}, which the server finds; it makes an {@code IrcHandler} for each
 * connection, which puts a {@link org.example.irc.machine.Session} and a {@code Channel} together.
 * A handler's calls never overlap; the channel and its roster are shared by all, and safe for any
 * thread.
 */
package org.example.irc;
