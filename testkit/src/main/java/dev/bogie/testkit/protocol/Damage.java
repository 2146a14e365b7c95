package dev.bogie.testkit.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/** What becomes of bytes that pass through bad hands. */
final class Damage {
    private Damage() {}

    /** One to four places are changed. */
    static byte[] to(byte[] right, SplittableRandom random) {
        byte[] bytes = right;
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        int to = from + 1 + random.nextInt(bytes.length - from);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        switch (random.nextInt(5)) {
            case 0 -> { // a bit flips
                out.write(bytes[from] ^ (1 << random.nextInt(8)));
                out.write(bytes, from + 1, bytes.length - from - 1);
            }
            case 1 -> out.write(bytes, to, bytes.length - to); // some are lost
            case 2 -> { // some come twice
                out.write(bytes, from, to - from);
                out.write(bytes, from, bytes.length - from);
            }
            case 3 -> { // something else comes in between
                byte[] foreign = new byte[1 + random.nextInt(16)];
                random.nextBytes(foreign);
                out.writeBytes(foreign);
                out.write(bytes, from, bytes.length - from);
            }
            default -> { // a number grows
                byte b = bytes[from];
                out.writeBytes(
                        b >= '0' && b <= '9'
                                ? "99999999999999999999"
                                        .substring(random.nextInt(20))
                                        .getBytes(US_ASCII)
                                : new byte[] {b});
                out.write(bytes, from + 1, bytes.length - from - 1);
            }
        }
        return out.toByteArray();
    }
}
