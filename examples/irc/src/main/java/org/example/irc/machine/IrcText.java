package org.example.irc.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text on its way into lines and out of them. */
public final class IrcText {
    private static final Pattern NICK =
            Pattern.compile("[A-Za-z\\[\\]\\\\`_^{|}][A-Za-z0-9\\[\\]\\\\`_^{|}-]*");

    /** Colours with their numbers, and the other codes that clients show text in. */
    private static final Pattern CODES =
            Pattern.compile(
                    "\u0003(?:\\d{1,2}(?:,\\d{1,2})?)?|[\u0002\u000F\u0011\u0016\u001D-\u001F]");

    /** The longest nick. */
    public static final int MAX_NICK = 30;

    private IrcText() {}

    /**
     * Whether a nick is well-formed (RFC 2812 §2.3.1), and no longer than {@link #MAX_NICK}.
     *
     * @param nick the nick
     * @return whether it is
     */
    public static boolean isNick(String nick) {
        return nick.length() <= MAX_NICK && NICK.matcher(nick).matches();
    }

    /**
     * Text without the codes for bold, colours and the like.
     *
     * @param text as a client sent it
     * @return plain text
     */
    public static String plain(String text) {
        return CODES.matcher(text).replaceAll("");
    }

    /**
     * A line as it is sent: the one place where lines are made, so that nothing in it can end it or
     * begin another.
     *
     * @param line its text; CR, LF and NUL become spaces, what is too long is cut off
     * @return UTF-8 with CR LF behind, {@link LineReader#MAX_LINE} bytes at the most
     */
    public static ByteBuffer encode(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int length = cut(bytes, 0, LineReader.MAX_LINE - 2);
        ByteBuffer encoded = ByteBuffer.allocate(length + 2);
        for (int i = 0; i < length; i++) {
            boolean forbidden = bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == 0;
            encoded.put(forbidden ? (byte) ' ' : bytes[i]);
        }
        return encoded.put((byte) '\r').put((byte) '\n').flip().asReadOnlyBuffer();
    }

    /**
     * A text of any length as lines with the same beginning, none of which is cut off by {@link
     * #encode}. Each line of the text begins a new one; empty ones are left out.
     *
     * @param beginning source, command and target, up to the text
     * @param text the text
     * @return the lines
     */
    public static List<String> lines(String beginning, String text) {
        int room = LineReader.MAX_LINE - 2 - beginning.getBytes(StandardCharsets.UTF_8).length;
        List<String> lines = new ArrayList<>();
        for (String part : text.split("[\\r\\n]+")) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            int start = 0;
            while (start < bytes.length) {
                int end = cut(bytes, start, room);
                String piece = new String(bytes, start, end - start, StandardCharsets.UTF_8);
                lines.add(beginning + piece);
                start = end;
            }
        }
        return lines;
    }

    /** Where to cut so that no character is cut in two. */
    private static int cut(byte[] bytes, int start, int most) {
        int end = start + most;
        if (end >= bytes.length) {
            return bytes.length;
        }
        while (end > start + 1 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }
}
