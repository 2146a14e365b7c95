package dev.bogie.transport.loom.internal;

import dev.bogie.transport.ListenTarget;

import org.junit.jupiter.api.io.TempDir;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The same over sockets of the Unix domain. */
class LoomOverUnixDomainContractTest extends LoomContractTest {
    @TempDir static Path directory;

    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    protected ListenTarget.Bind listenTarget() {
        Path path = directory.resolve("s" + COUNT.incrementAndGet());
        return ListenTarget.bind(UnixDomainSocketAddress.of(path));
    }

    @Override
    protected boolean tellsResets() {
        return false;
    }
}
