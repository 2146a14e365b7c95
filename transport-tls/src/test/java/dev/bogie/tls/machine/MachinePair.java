package dev.bogie.tls.machine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Two machines back to back, and the bytes between them in the test's hands. */
final class MachinePair {
    final Side client;
    final Side server;

    /** Cuts what travels into pieces of this size; 0 for none. */
    int pieces;

    MachinePair(TlsMachine client, TlsMachine server) {
        this.client = new Side(client);
        this.server = new Side(server);
    }

    /** Lets both do what they can until both are quiet. */
    void run() throws TlsException {
        while (client.pump() | server.pump() | client.travel(server) | server.travel(client)) {}
    }

    /** One machine with its driver, a small one. */
    final class Side {
        final TlsMachine machine;
        final List<Step> steps = new ArrayList<>();
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final ByteBuffer scratch = ByteBuffer.allocate(TlsMachine.MAX_RECORD);
        private final ByteBuffer plain = ByteBuffer.allocate(TlsMachine.MAX_PLAINTEXT);
        private final ByteBuffer record = ByteBuffer.allocate(TlsMachine.MAX_RECORD);
        ByteBuffer unread = ByteBuffer.allocate(0);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        int tasks;

        Side(TlsMachine machine) {
            this.machine = machine;
        }

        /** Sends plaintext. */
        void send(byte[] bytes) throws TlsException {
            ByteBuffer[] all = {ByteBuffer.wrap(bytes)};
            while (all[0].hasRemaining()) {
                machine.wrap(all, 0, 1, record.clear());
                take();
            }
        }

        /** Bytes from anywhere arrive. */
        void arrive(byte[] bytes, int from, int length) {
            ByteBuffer more = ByteBuffer.allocate(unread.remaining() + length);
            unread = more.put(unread).put(bytes, from, length).flip().asReadOnlyBuffer();
        }

        /** Reads all that is there; true if anything happened. */
        boolean pump() throws TlsException {
            boolean any = false;
            while (true) {
                while (machine.needsWrap()) {
                    machine.wrapOwn(record.clear());
                    take();
                    any = true;
                }
                int before = unread.remaining();
                Step step = machine.unwrap(unread, scratch, plain.clear());
                received.write(plain.array(), 0, plain.position());
                any |= unread.remaining() < before;
                if (step == Step.NEEDS_MORE || step == Step.ENDED) {
                    if (step == Step.ENDED && !steps.contains(step)) {
                        steps.add(step);
                    }
                    if (!machine.needsWrap()) {
                        return any;
                    }
                    continue;
                }
                any = true;
                steps.add(step);
                if (step == Step.NEEDS_TASK) {
                    for (Runnable task = machine.task(); task != null; task = machine.task()) {
                        task.run();
                        tasks++;
                    }
                }
            }
        }

        /** Like {@link #pump}, and sends the alert if that fails. */
        TlsException pumpToFault() {
            try {
                pump();
            } catch (TlsException e) {
                try {
                    while (machine.needsWrap()) {
                        machine.wrapOwn(record.clear());
                        take();
                    }
                } catch (TlsException again) {
                    if (again != e) {
                        e.addSuppressed(again);
                    }
                }
                return e;
            }
            throw new AssertionError("no fault; " + steps);
        }

        private void take() {
            sent.write(record.array(), 0, record.position());
        }

        byte[] takeSent() {
            byte[] bytes = sent.toByteArray();
            sent.reset();
            return bytes;
        }

        /** What was sent arrives at the other side; true if there was anything. */
        boolean travel(Side other) throws TlsException {
            byte[] bytes = takeSent();
            int size = pieces == 0 ? Math.max(1, bytes.length) : pieces;
            for (int at = 0; at < bytes.length; at += size) {
                other.arrive(bytes, at, Math.min(size, bytes.length - at));
                other.pump();
            }
            return bytes.length > 0;
        }
    }
}
