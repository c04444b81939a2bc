package dev.hostler.engine.runtime.container;

import dev.hostler.api.log.TimedLine;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Takes a stream of the engine apart into what it sent at one time: eight bytes of which the first names the output and
 * the last four the length, then so many bytes (Docker's API, "Attach to a container"). Confined to one thread.
 */
final class LogFrames {
    /** The engine cuts lines at 16 KiB; who announces more speaks another language. */
    private static final int LONGEST = 1 << 20;

    private static final int STDERR = 2;
    private static final int HEAD_REST = 3;

    private final DataInputStream stream;

    LogFrames(InputStream stream) {
        this.stream = new DataInputStream(stream);
    }

    /**
     * One message. Immutable, as far as nobody writes to the bytes.
     *
     * @param output where it was printed
     * @param bytes what the engine sent
     */
    record Frame(TimedLine.Output output, byte[] bytes) {}

    /** Reads the next one; empty at the end. A stream that ends inside of one was cut. */
    Optional<Frame> next() throws IOException {
        int kind = stream.read();
        if (kind < 0) {
            return Optional.empty();
        }
        stream.skipNBytes(HEAD_REST);
        int length = stream.readInt();
        if (kind > STDERR || length < 0 || length > LONGEST) {
            throw new IOException("the engine's log is in a form that is not known");
        }
        byte[] bytes = stream.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the engine's log was cut off");
        }
        return Optional.of(new Frame(kind == STDERR ? TimedLine.Output.STDERR : TimedLine.Output.STDOUT, bytes));
    }
}
