package dev.bogie.transport.support;

import dev.bogie.transport.Info;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * A port whose bytes are those of a non-blocking channel, of TCP or of the Unix domain: what is the
 * same for each of them, whoever drives it. How it waits, wakes, closes and resets is left to the
 * transport, as a selector may have to be woken for it.
 */
public interface ChannelPort extends StreamPort {
    /**
     * The channel.
     *
     * @return connected and non-blocking; the same at each call
     */
    SocketChannel channel();

    /**
     * What is known about it.
     *
     * @return the same at each call
     */
    StreamFacts facts();

    @Override
    default int read(ByteBuffer dst) throws IOException {
        return channel().read(dst);
    }

    @Override
    default int write(ByteBuffer src) throws IOException {
        return channel().write(src);
    }

    @Override
    default long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        return channel().write(srcs, offset, length);
    }

    @Override
    default void endOutput() throws IOException {
        channel().shutdownOutput();
    }

    @Override
    default <T> Optional<T> info(Info<T> key) {
        return key.equals(Info.PEER_CREDENTIALS)
                ? UnixSockets.credentials(channel()).map(key.type()::cast)
                : facts().info(key);
    }
}
