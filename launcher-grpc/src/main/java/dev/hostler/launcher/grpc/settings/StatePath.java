package dev.hostler.launcher.grpc.settings;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where the state is. {@code PERSYS_STATE_PATH} names a file; the state is a directory beside it, with {@code .d} after the
 * same name. The file itself is never written: what may lie there is the database of the protocol's own agent.
 */
public final class StatePath {
    /** What a page of bbolt's with the database's properties has behind its header. */
    private static final byte[] BBOLT = {(byte) 0xED, (byte) 0xDA, 0x0C, (byte) 0xED};

    private static final int HEADER = 16;

    private StatePath() {}

    /**
     * Returns the directory.
     *
     * @throws AgentException with {@code STATE_UNAVAILABLE} if there is a file in the place that is not ours
     */
    public static Path directory(Path file) {
        if (Files.isRegularFile(file) && size(file) > 0) {
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE,
                            "use state path",
                            file.toString(),
                            isBbolt(file)
                                    ? "it is a bbolt database of another agent, which this one can't read"
                                    : "there is a file that is not this agent's",
                            "let the other agent remove its workloads and move the file away, or name another path")
                    .toException();
        }
        return Path.of(file + ".d");
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static boolean isBbolt(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] start = input.readNBytes(HEADER + BBOLT.length);
            return start.length == HEADER + BBOLT.length
                    && Arrays.equals(start, HEADER, start.length, BBOLT, 0, BBOLT.length);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static AgentException unreadable(Path file, IOException cause) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "look at state path",
                        file.toString(),
                        cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                        "see whether it may be read")
                .toException(cause);
    }
}
