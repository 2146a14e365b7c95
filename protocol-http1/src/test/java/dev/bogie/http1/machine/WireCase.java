package dev.bogie.http1.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One case of a table: bytes, and the events that a reader makes of them. */
record WireCase(String name, String firstLine, byte[] wire, List<String> events) {
    private static final Pattern REPEAT = Pattern.compile("\\{(\\d+)\\*([^{}]*)}");

    /**
     * Reads a table; with {@code firstLine}, the first line of each case is not part of its bytes.
     */
    static List<WireCase> read(String resource, boolean firstLine) throws IOException {
        List<WireCase> cases = new ArrayList<>();
        String text;
        try (InputStream in = WireCase.class.getResourceAsStream(resource)) {
            text = new String(in.readAllBytes(), UTF_8);
        }
        for (String block : text.split("(?m)^== ")) {
            List<String> lines =
                    block.lines().filter(l -> !l.startsWith("#") && !l.isEmpty()).toList();
            List<String> events =
                    lines.stream()
                            .filter(l -> l.startsWith("->"))
                            .map(l -> l.substring(3))
                            .toList();
            if (events.isEmpty()) {
                continue;
            }
            int from = firstLine ? 2 : 1;
            String wire = String.join("", lines.subList(from, lines.size() - events.size()));
            cases.add(new WireCase(lines.getFirst(), lines.get(from - 1), bytes(wire), events));
        }
        return cases;
    }

    /** The bytes that a line of a table stands for. */
    static byte[] bytes(String line) {
        String text = line;
        for (Matcher m = REPEAT.matcher(text); m.find(); m = REPEAT.matcher(text)) {
            int times = Integer.parseInt(m.group(1));
            text =
                    text.substring(0, m.start())
                            + m.group(2).repeat(times)
                            + text.substring(m.end());
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = text.charAt(++i);
            out.append(
                    switch (c) {
                        case 'r' -> '\r';
                        case 'n' -> '\n';
                        case 't' -> '\t';
                        case 's' -> ' ';
                        case '0' -> '\0';
                        case '\\' -> '\\';
                        case 'x' -> (char) Integer.parseInt(text.substring(i + 1, i + 3), 16);
                        default -> throw new IllegalArgumentException("\\" + c);
                    });
            i += c == 'x' ? 2 : 0;
        }
        return out.toString().getBytes(ISO_8859_1);
    }

    /**
     * What a reader makes of bytes that come in those pieces; fed as a transport feeds a handler.
     */
    static List<String> feed(Reader reader, byte[] wire, int... cuts) {
        ByteBuffer rest = ByteBuffer.allocate(0);
        int from = 0;
        for (int i = 0; i <= cuts.length && !reader.hasFailed(); i++) {
            int to = i < cuts.length ? cuts[i] : wire.length;
            // A buffer of its own for each call, at another offset: nobody may keep the last one.
            int offset = i % 3;
            ByteBuffer in =
                    i % 2 == 0
                            ? ByteBuffer.allocate(offset + rest.remaining() + to - from)
                            : ByteBuffer.allocateDirect(offset + rest.remaining() + to - from);
            in.position(offset).put(rest).put(wire, from, to - from).flip().position(offset);
            reader.read(in);
            ByteBuffer left = ByteBuffer.allocate(in.remaining());
            rest = left.put(in).flip();
            for (int j = 0; j < in.capacity(); j++) {
                in.put(j, (byte) 'P');
            }
            from = to;
        }
        reader.end(rest);
        return reader.events();
    }

    /** Feeds the bytes whole, split at every point and byte by byte; all must give the same. */
    static List<String> feedInAllWays(Function<WireCase, Reader> readers, WireCase wireCase) {
        byte[] wire = wireCase.wire();
        List<String> whole = feed(readers.apply(wireCase), wire);
        for (int i = 1; i < wire.length; i++) {
            List<String> split = feed(readers.apply(wireCase), wire, i);
            if (!split.equals(whole)) {
                throw new AssertionError("split at " + i + ": " + split + ", whole: " + whole);
            }
        }
        int[] each = new int[Math.max(0, wire.length - 1)];
        for (int i = 0; i < each.length; i++) {
            each[i] = i + 1;
        }
        List<String> bytewise = feed(readers.apply(wireCase), wire, each);
        if (!bytewise.equals(whole)) {
            throw new AssertionError("byte by byte: " + bytewise + ", whole: " + whole);
        }
        return whole;
    }

    @Override
    public String toString() {
        return name;
    }
}
