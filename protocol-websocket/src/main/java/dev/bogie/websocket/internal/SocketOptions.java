package dev.bogie.websocket.internal;

import dev.bogie.transport.Settings;
import dev.bogie.websocket.WebSocketSettings;
import dev.bogie.websocket.machine.Limits;
import dev.bogie.websocket.machine.Timeouts;

import java.time.Duration;

/**
 * The settings of {@link WebSocketSettings} in the form in which sockets use them.
 *
 * @param limits of messages that come
 * @param timeouts of the machine
 * @param inbox what may wait for the listener
 * @param outbox what may wait for the peer
 * @param waits of the driver
 */
public record SocketOptions(
        Limits limits, Timeouts timeouts, Bounds inbox, Bounds outbox, Waits waits) {
    /**
     * Times that are not the machine's.
     *
     * @param stall how long the peer may take nothing; zero: for ever
     * @param drain how long before the end of a drain the socket is closed
     */
    public record Waits(Duration stall, Duration drain) {}

    /**
     * The bounds of a queue.
     *
     * @param bytes in all its messages
     * @param messages how many
     */
    public record Bounds(int bytes, int messages) {}

    /**
     * Reads the settings.
     *
     * @param settings any
     * @return the options
     */
    public static SocketOptions of(Settings settings) {
        Limits limits =
                new Limits(
                        settings.get(WebSocketSettings.MAX_MESSAGE).intValue(),
                        settings.get(WebSocketSettings.MAX_FRAGMENTS).intValue(),
                        Limits.STANDARD.fragmentCost());
        Timeouts timeouts =
                new Timeouts(
                        settings.get(WebSocketSettings.CLOSE_TIMEOUT),
                        settings.get(WebSocketSettings.ASSEMBLY_TIMEOUT),
                        settings.get(WebSocketSettings.PING_INTERVAL),
                        settings.get(WebSocketSettings.PING_TIMEOUT));
        Bounds inbox =
                new Bounds(
                        settings.get(WebSocketSettings.MAX_INBOX).intValue(),
                        settings.get(WebSocketSettings.MAX_INBOX_MESSAGES).intValue());
        Bounds outbox =
                new Bounds(
                        settings.get(WebSocketSettings.MAX_OUTBOX).intValue(),
                        settings.get(WebSocketSettings.MAX_OUTBOX_MESSAGES).intValue());
        Waits waits =
                new Waits(
                        settings.get(WebSocketSettings.STALL_TIMEOUT),
                        settings.get(WebSocketSettings.DRAIN_TIME));
        return new SocketOptions(limits, timeouts, inbox, outbox, waits);
    }
}
