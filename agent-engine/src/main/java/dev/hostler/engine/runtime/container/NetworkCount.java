package dev.hostler.engine.runtime.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Bytes that went through the interfaces of a process's network, but for the loop. Immutable.
 *
 * @param received bytes that came
 * @param sent bytes that went
 */
record NetworkCount(long received, long sent) {
    static final NetworkCount NONE = new NetworkCount(0, 0);

    private static final int RECEIVED = 0;
    private static final int SENT = 8;

    /** Reads {@code net/dev} of a process (proc(5)): two lines of titles, then {@code NAME: 8 numbers in, 8 out}. */
    static NetworkCount of(Path process) {
        try {
            return parse(Files.readAllLines(process.resolve("net/dev"), StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            return NONE;
        }
    }

    static NetworkCount parse(List<String> lines) {
        long received = 0;
        long sent = 0;
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon)).strip();
            String[] numbers = line.substring(colon + 1).strip().split("\\s+");
            if (colon >= 0 && !name.equals("lo") && numbers.length > SENT) {
                received += Long.parseLong(numbers[RECEIVED]);
                sent += Long.parseLong(numbers[SENT]);
            }
        }
        return new NetworkCount(received, sent);
    }
}
