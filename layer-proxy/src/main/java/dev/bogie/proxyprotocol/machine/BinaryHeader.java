package dev.bogie.proxyprotocol.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The header of version 2 (§2.2):
 *
 * <pre>
 *  0  signature
 * 12  version (4 bits), command (4 bits): 0 LOCAL, 1 PROXY
 * 13  family (4 bits): 0 unspecified, 1 IPv4, 2 IPv6, 3 Unix; protocol (4 bits): 0 unspecified,
 *     1 stream, 2 datagram
 * 14  length of what follows
 * 16  source address, destination address, source port, destination port
 *  …  extensions: type (1 byte), length (2 bytes), value
 * </pre>
 */
final class BinaryHeader {
    static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);
    static final int FIXED = 16;
    static final int PATH = 108;

    private static final int VERSION = 0x20;
    private static final int CRC32C_TYPE = 0x03;
    private static final int CRC32C_LENGTH = 4;
    private static final int TLV_HEAD = 3;

    private BinaryHeader() {}

    /** {@return the length of the whole header; at least {@link #FIXED} bytes are there} */
    static int length(ByteBuffer in) {
        int at = in.position() + 14;
        return FIXED + (((in.get(at) & 0xff) << 8) | (in.get(at + 1) & 0xff));
    }

    /** Looks at the byte behind the signature. */
    static void checkVersion(ByteBuffer in) throws ProxyHeaderException {
        int b = in.get(in.position() + SIGNATURE.length) & 0xff;
        if (b >> 4 != 2) {
            throw new ProxyHeaderException("version " + (b >> 4) + " of the binary header");
        }
        if ((b & 0xf) > 1) {
            throw new ProxyHeaderException("the unknown command " + (b & 0xf));
        }
    }

    /** Reads a whole header, whose version was checked; it begins at 0. */
    static ProxyHeader read(ByteBuffer header) throws ProxyHeaderException {
        if (header.get(12) == VERSION) {
            return ProxyHeader.local(); // what follows is to be ignored, the family included
        }
        int family = header.get(13) >> 4 & 0xf;
        int protocol = header.get(13) & 0xf;
        if (family > 3 || protocol > 2) {
            throw new ProxyHeaderException(
                    "the unknown family and protocol %d, %d".formatted(family, protocol));
        }
        if (family == 0 || protocol == 0) {
            return ProxyHeader.local();
        }
        int addresses =
                switch (family) {
                    case 1 -> 12;
                    case 2 -> 36;
                    default -> 2 * PATH;
                };
        if (header.limit() < FIXED + addresses) {
            throw new ProxyHeaderException(
                    "addresses of %d bytes where %d are needed"
                            .formatted(header.limit() - FIXED, addresses));
        }
        checkExtensions(header, FIXED + addresses);
        header.position(FIXED);
        return switch (family) {
            case 1 -> internet(header, 4);
            case 2 -> internet(header, 16);
            default -> new ProxyHeader.Unix(path(header), path(header));
        };
    }

    private static ProxyHeader internet(ByteBuffer header, int length) {
        byte[] source = new byte[length];
        byte[] destination = new byte[length];
        header.get(source).get(destination);
        int sourcePort = Short.toUnsignedInt(header.getShort());
        int destinationPort = Short.toUnsignedInt(header.getShort());
        return new ProxyHeader.Internet(
                Endpoint.of(source, sourcePort), Endpoint.of(destination, destinationPort));
    }

    /** A path ends with a zero byte or fills its field; one that begins with zero is no path. */
    private static String path(ByteBuffer header) {
        byte[] field = new byte[PATH];
        header.get(field);
        int length = 0;
        while (length < PATH && field[length] != 0) {
            length++;
        }
        return new String(field, 0, length, StandardCharsets.UTF_8);
    }

    private static void checkExtensions(ByteBuffer header, int from) throws ProxyHeaderException {
        int crc = -1;
        int at = from;
        while (at < header.limit()) {
            int left = header.limit() - at - TLV_HEAD;
            int length = left < 0 ? 0 : Short.toUnsignedInt(header.getShort(at + 1));
            if (length > left) {
                throw new ProxyHeaderException("an extension that exceeds the header");
            }
            if (header.get(at) == CRC32C_TYPE) {
                if (crc >= 0 || length != CRC32C_LENGTH) {
                    throw new ProxyHeaderException("a malformed checksum");
                }
                crc = at + TLV_HEAD;
            }
            at += TLV_HEAD + length;
        }
        if (crc >= 0) {
            checkSum(header, crc);
        }
    }

    private static void checkSum(ByteBuffer header, int at) throws ProxyHeaderException {
        CRC32C sum = new CRC32C();
        sum.update(header.slice(0, at));
        sum.update(new byte[CRC32C_LENGTH]);
        int behind = at + CRC32C_LENGTH;
        sum.update(header.slice(behind, header.limit() - behind));
        if ((int) sum.getValue() != header.getInt(at)) {
            throw new ProxyHeaderException("a wrong checksum");
        }
    }

    static void write(ProxyHeader header, ByteBuffer out) {
        out.put(SIGNATURE);
        switch (header) {
            case ProxyHeader.Local _ -> out.put((byte) VERSION).put((byte) 0).putShort((short) 0);
            case ProxyHeader.Internet(Endpoint source, Endpoint destination) -> {
                boolean ipv6 = source.isIpv6();
                out.put((byte) (VERSION | 1)).put((byte) (ipv6 ? 0x21 : 0x11));
                out.putShort((short) (ipv6 ? 36 : 12));
                out.put(source.address()).put(destination.address());
                out.putShort((short) source.port()).putShort((short) destination.port());
            }
            case ProxyHeader.Unix(String source, String destination) -> {
                out.put((byte) (VERSION | 1)).put((byte) 0x31).putShort((short) (2 * PATH));
                out.put(field(source)).put(field(destination));
            }
        }
    }

    private static byte[] field(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > PATH) {
            throw new IllegalArgumentException(
                    "a path of " + bytes.length + " bytes, which is more than " + PATH);
        }
        byte[] field = new byte[PATH];
        System.arraycopy(bytes, 0, field, 0, bytes.length);
        return field;
    }
}
