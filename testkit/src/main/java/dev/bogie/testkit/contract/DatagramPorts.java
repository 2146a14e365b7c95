package dev.bogie.testkit.contract;

import dev.bogie.testkit.RecordingDatagrams;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The handlers of datagrams of one test, on the ports of its engine. */
final class DatagramPorts {
    private final Rig rig;
    private final List<RecordingDatagrams> handlers = new CopyOnWriteArrayList<>();

    DatagramPorts(Rig rig) {
        this.rig = rig;
    }

    /** A handler that is checked after the test. */
    RecordingDatagrams handler(String name) {
        RecordingDatagrams handler = new RecordingDatagrams(name);
        handlers.add(handler);
        return handler;
    }

    DatagramPort bind(RecordingDatagrams handler) {
        return bind(rig.engine(), ListenTarget.loopback(0), handler);
    }

    DatagramPort bind(Engine engine, ListenTarget target, RecordingDatagrams handler) {
        try {
            return engine.bind(target, handler);
        } catch (IOException e) {
            throw new AssertionError("the engine does not bind " + target + ": " + e, e);
        }
    }

    /** Somebody who is bound, and from whom nothing is expected but what the test has it send. */
    RecordingDatagrams sender() {
        RecordingDatagrams sender = handler("sender");
        DatagramPort unused = bind(sender);
        return sender;
    }

    void check() {
        handlers.forEach(RecordingDatagrams::check);
    }
}
