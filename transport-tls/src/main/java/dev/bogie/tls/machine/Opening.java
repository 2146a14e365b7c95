package dev.bogie.tls.machine;

import dev.bogie.tls.machine.TlsException.Origin;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** What a server does before it has an engine: it sees whom the client wants to reach. */
final class Opening {
    private final EngineMaker maker;
    private final ClientHelloReader reader;
    private @Nullable ClientHello hello;

    Opening(EngineMaker maker, TlsLimits limits) {
        this.maker = maker;
        this.reader = new ClientHelloReader(limits.maxHello());
    }

    /** Looks on; true once the hello has been seen. */
    boolean look(ByteBuffer in) throws TlsException {
        if (hello == null) {
            hello = reader.look(in);
        }
        return hello != null;
    }

    int needed() {
        return reader.needed();
    }

    @Nullable ClientHello hello() {
        return hello;
    }

    /** Makes the engine, in a task. */
    GuardedEngine make() throws TlsException {
        ClientHello seen = hello;
        if (seen == null) {
            throw new IllegalStateException("the hello has not been seen");
        }
        try {
            return GuardedEngine.begin(maker.engine(seen));
        } catch (TlsException e) {
            throw e;
        } catch (Exception e) {
            throw new TlsException(
                    Origin.HERE, Alert.INTERNAL_ERROR, "no engine could be made: " + e, e);
        }
    }
}
