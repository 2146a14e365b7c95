/**
 * An echo. Start with {@link org.example.echo.EchoListener}, the application contract; {@link
 * org.example.echo.EchoProtocol} is what the server finds, and makes an {@code EchoHandler} for
 * each connection.
 */
package org.example.echo;
