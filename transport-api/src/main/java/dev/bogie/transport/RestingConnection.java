package dev.bogie.transport;

import java.nio.channels.SocketChannel;

/**
 * An open connection on which nothing is under way, on its way from one engine to another: see
 * {@link Engine#moveTo}.
 *
 * @param channel what it runs over: connected and non-blocking
 * @param connection what its handler has, and keeps. An engine takes it over by what it knows of
 *     its class: {@link dev.bogie.transport.support.StreamConnection#moveTo} is the way for those
 *     made of the tools for transports
 */
public record RestingConnection(SocketChannel channel, Connection connection) {}
