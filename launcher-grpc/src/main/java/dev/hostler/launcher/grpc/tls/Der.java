package dev.hostler.launcher.grpc.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes DER (ITU-T X.690): as much of it as certificates and keys need. */
final class Der {
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int SHORT_FORM = 0x7f;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, join(parts));
    }

    static byte[] set(byte[]... parts) {
        return tagged(SET, join(parts));
    }

    static byte[] integer(BigInteger value) {
        return tagged(INTEGER, value.toByteArray());
    }

    static byte[] integer(long value) {
        return integer(BigInteger.valueOf(value));
    }

    static byte[] truth() {
        return tagged(BOOLEAN, (byte) 0xff);
    }

    static byte[] octets(byte[] content) {
        return tagged(OCTET_STRING, content);
    }

    /** A string of bits, the last so many of which do not count. */
    static byte[] bits(int unused, byte... content) {
        return tagged(BIT_STRING, join(new byte[] {(byte) unused}, content));
    }

    static byte[] text(String value) {
        return tagged(UTF8_STRING, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A time before 2050. */
    static byte[] time(Instant value) {
        return tagged(UTC_TIME, TIME.format(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** An object's id, such as 2.5.4.3. */
    static byte[] id(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Integer.parseInt(parts[0]) * 40 + Integer.parseInt(parts[1]));
        for (int i = 2; i < parts.length; i++) {
            writeArc(bytes, Integer.parseInt(parts[i]));
        }
        return tagged(OBJECT_ID, bytes.toByteArray());
    }

    /** Seven bits in each byte, the highest first; all but the last are marked. */
    private static void writeArc(ByteArrayOutputStream bytes, int arc) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (arc >>> shift != 0) {
                bytes.write(((arc >>> shift) & 0x7f) | 0x80);
            }
        }
        bytes.write(arc & 0x7f);
    }

    static byte[] tagged(int tag, byte... content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(tag);
        if (content.length > SHORT_FORM) {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int skip = length[0] == 0 ? 1 : 0;
            bytes.write(0x80 | (length.length - skip));
            bytes.write(length, skip, length.length - skip);
        } else {
            bytes.write(content.length);
        }
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
