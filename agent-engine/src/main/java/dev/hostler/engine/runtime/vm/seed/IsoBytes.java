package dev.hostler.engine.runtime.vm.seed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Writes the words of ISO 9660 (ECMA-119) into a piece of an image. Confined to one thread. */
final class IsoBytes {
    private final ByteBuffer buffer;

    IsoBytes(int size) {
        this.buffer = ByteBuffer.allocate(size);
    }

    byte[] array() {
        return buffer.array();
    }

    int position() {
        return buffer.position();
    }

    IsoBytes at(int position) {
        buffer.position(position);
        return this;
    }

    IsoBytes one(int value) {
        buffer.put((byte) value);
        return this;
    }

    IsoBytes bytes(byte[] value) {
        buffer.put(value);
        return this;
    }

    IsoBytes ascii(String text) {
        return bytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A text of a fixed length, filled up with blanks in the text's own encoding. */
    IsoBytes padded(String text, int length, Charset encoding) {
        byte[] blank = " ".getBytes(encoding);
        byte[] value = text.getBytes(encoding);
        bytes(value);
        for (int i = value.length; i + blank.length <= length; i += blank.length) {
            bytes(blank);
        }
        return length % blank.length == 0 ? this : one(0);
    }

    /** Two bytes in both orders (7.2.3). */
    IsoBytes both16(int value) {
        little().putShort((short) value);
        big().putShort((short) value);
        return this;
    }

    /** Four bytes in both orders (7.3.3). */
    IsoBytes both32(int value) {
        return little32(value).big32(value);
    }

    IsoBytes little32(int value) {
        little().putInt(value);
        return this;
    }

    IsoBytes big32(int value) {
        big().putInt(value);
        return this;
    }

    IsoBytes little16(int value) {
        little().putShort((short) value);
        return this;
    }

    IsoBytes big16(int value) {
        big().putShort((short) value);
        return this;
    }

    private ByteBuffer little() {
        return buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer big() {
        return buffer.order(ByteOrder.BIG_ENDIAN);
    }
}
