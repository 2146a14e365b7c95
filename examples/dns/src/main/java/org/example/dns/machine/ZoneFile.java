package org.example.dns.machine;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a zone of text: the format of RFC 1035 §5 as far as a small zone needs it. A line is a
 * record: {@code name [ttl] [IN] type data}. A name without a dot at its end is below {@code
 * $ORIGIN}, and {@code @} is that itself; a line that begins with a space has the name of the line
 * before; {@code ;} begins a comment. There are no parentheses.
 */
public final class ZoneFile {
    private static final Pattern TOKEN = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|[^\\s;\"]+");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final long LONGEST_TTL = Integer.MAX_VALUE;
    private static final int NUMBERS = 5;
    private static final int MAX_STRING = 255;
    private static final int MAX_PREFERENCE = 65_535;

    private final List<ResourceRecord> records = new ArrayList<>();
    private DomainName origin = DomainName.of(".");
    private DomainName last = origin;
    private long ttl = 3_600;

    private ZoneFile() {}

    /**
     * Reads a zone.
     *
     * @param lines its text
     * @return the zone
     * @throws MalformedException naming the line that is none
     */
    public static Zone read(List<String> lines) throws MalformedException {
        ZoneFile file = new ZoneFile();
        for (int i = 0; i < lines.size(); i++) {
            try {
                file.readLine(lines.get(i));
            } catch (MalformedException | IllegalArgumentException e) {
                throw new MalformedException("line " + (i + 1) + ": " + e.getMessage());
            }
        }
        return Zone.of(file.records);
    }

    private void readLine(String line) throws MalformedException {
        Deque<String> words = words(line);
        if (words.isEmpty()) {
            return;
        }
        switch (words.peek()) {
            case "$ORIGIN" -> {
                words.remove();
                origin = name(words);
            }
            case "$TTL" -> {
                words.remove();
                ttl = number(words, LONGEST_TTL);
            }
            default -> readRecord(words, Character.isWhitespace(line.charAt(0)));
        }
        if (!words.isEmpty()) {
            throw new MalformedException("what is '" + words.peek() + "' here?");
        }
    }

    private static Deque<String> words(String line) throws MalformedException {
        Deque<String> words = new ArrayDeque<>();
        Matcher token = TOKEN.matcher(line);
        int end = 0;
        while (token.find()) {
            String between = line.substring(end, token.start());
            if (between.contains(";")) {
                return words;
            }
            if (!between.isBlank()) {
                throw new MalformedException("a quote that does not end");
            }
            words.add(token.group());
            end = token.end();
        }
        String rest = line.substring(end).strip();
        if (!rest.isEmpty() && !rest.startsWith(";")) {
            throw new MalformedException("a quote that does not end");
        }
        return words;
    }

    private void readRecord(Deque<String> words, boolean sameName) throws MalformedException {
        last = sameName ? last : name(words);
        long time = ttl;
        if (words.peek() != null && words.peek().matches("\\d+")) {
            time = number(words, LONGEST_TTL);
        }
        if ("IN".equals(words.peek())) {
            words.remove();
        }
        String typeName = word(words, "a type");
        Optional<RecordType> type = RecordType.of(typeName);
        if (type.isEmpty()) {
            throw new MalformedException("type '" + typeName + "' is not known here");
        }
        records.add(new ResourceRecord(last, type.get(), time, data(type.get(), words)));
    }

    private ResourceRecord.Data data(RecordType type, Deque<String> words)
            throws MalformedException {
        return switch (type) {
            case A -> address(words, 4);
            case AAAA -> address(words, 16);
            case NS, CNAME -> new ResourceRecord.Target(name(words));
            case MX -> {
                int preference = (int) number(words, MAX_PREFERENCE);
                yield new ResourceRecord.Exchange(preference, name(words));
            }
            case TXT -> text(words);
            case SOA -> {
                DomainName server = name(words);
                DomainName mailbox = name(words);
                List<Long> numbers = new ArrayList<>();
                for (int i = 0; i < NUMBERS; i++) {
                    numbers.add(number(words, 0xFFFF_FFFFL));
                }
                yield new ResourceRecord.Authority(server, mailbox, List.copyOf(numbers));
            }
        };
    }

    private static ResourceRecord.Address address(Deque<String> words, int length)
            throws MalformedException {
        String text = word(words, "an address");
        if (!text.contains(":") && !DOTTED.matcher(text).matches()) { // Java takes less for one
            throw new MalformedException("'" + text + "' is no address");
        }
        byte[] bytes = InetAddress.ofLiteral(text).getAddress();
        if (bytes.length != length) {
            throw new MalformedException("'" + text + "' is of another type");
        }
        List<Integer> octets = new ArrayList<>();
        for (byte b : bytes) {
            octets.add(Byte.toUnsignedInt(b));
        }
        return new ResourceRecord.Address(List.copyOf(octets));
    }

    private static ResourceRecord.Text text(Deque<String> words) throws MalformedException {
        List<String> strings = new ArrayList<>();
        while (strings.isEmpty() || !words.isEmpty()) {
            String word = word(words, "text");
            String inner = word.startsWith("\"") ? word.substring(1, word.length() - 1) : word;
            byte[] bytes = inner.replaceAll("\\\\(.)", "$1").getBytes(StandardCharsets.UTF_8);
            if (bytes.length > MAX_STRING) {
                throw new MalformedException(
                        "a string of "
                                + bytes.length
                                + " bytes; it has "
                                + MAX_STRING
                                + " at most");
            }
            strings.add(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return new ResourceRecord.Text(List.copyOf(strings));
    }

    private DomainName name(Deque<String> words) throws MalformedException {
        String text = word(words, "a name");
        if (text.equals("@")) {
            return origin;
        }
        DomainName name = DomainName.of(text);
        return text.endsWith(".") ? name : name.below(origin);
    }

    private static long number(Deque<String> words, long most) throws MalformedException {
        String text = word(words, "a number");
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) > most) {
            throw new MalformedException("'" + text + "' is no number up to " + most);
        }
        return Long.parseLong(text);
    }

    private static String word(Deque<String> words, String what) throws MalformedException {
        String word = words.poll();
        if (word == null) {
            throw new MalformedException(what + " is missing");
        }
        return word;
    }
}
