package dev.bogie.websocket.machine;

import dev.bogie.websocket.machine.WebSocketMachine.Event;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Drives a machine as a transport would: what it leaves comes again, with more behind it. */
final class Transcript {
    final List<String> events = new ArrayList<>();
    private final WebSocketMachine machine;
    private byte[] rest = {};
    private int steps;

    Transcript(WebSocketMachine machine) {
        this.machine = machine;
    }

    /** The events of {@code wire}, cut behind each of the ascending {@code cuts}. */
    static List<String> of(WebSocketMachine machine, byte[] wire, int... cuts) {
        Transcript transcript = new Transcript(machine);
        int from = 0;
        for (int cut : cuts) {
            transcript.feed(Arrays.copyOfRange(wire, from, cut));
            from = cut;
        }
        transcript.feed(Arrays.copyOfRange(wire, from, wire.length));
        return transcript.events;
    }

    static int[] everywhere(int length) {
        int[] cuts = new int[length];
        Arrays.setAll(cuts, i -> i);
        return cuts;
    }

    /** Feeds read-only, so that a machine that unmasks in place is found out. */
    Transcript feed(byte[] piece) {
        byte[] all = Arrays.copyOf(rest, rest.length + piece.length);
        System.arraycopy(piece, 0, all, rest.length, piece.length);
        ByteBuffer in = ByteBuffer.wrap(all).asReadOnlyBuffer();
        Event event;
        do {
            int before = in.remaining();
            event = machine.next(in, 0);
            String told = describe(event);
            if (!told.isEmpty()) {
                events.add(told);
            }
            if (before == in.remaining() && event != Event.NEED_MORE && ++steps > 1000) {
                throw new AssertionError("no progress: " + event);
            }
        } while (event != Event.NEED_MORE && event != Event.ENDED);
        rest = Arrays.copyOfRange(all, in.position(), all.length);
        return this;
    }

    /** The bytes that the machine owes. */
    static byte[] owed(WebSocketMachine machine) {
        ByteBuffer out = ByteBuffer.allocate(machine.owed());
        machine.writeOwed(out);
        return out.array();
    }

    private String describe(Event event) {
        return switch (event) {
            case TEXT -> "TEXT \"" + machine.text() + "\"";
            case BINARY, PING, PONG -> (event + " " + hex(machine.data())).trim();
            case CLOSE -> "CLOSE " + machine.closeCode() + " \"" + machine.closeReason() + "\"";
            case FAILURE -> "FAILURE " + Objects.requireNonNull(machine.failure()).code();
            case NEED_MORE, ENDED -> "";
        };
    }

    static String hex(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }
}
