package dev.hostler.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives children the ordinary meaning of SIGINT and SIGQUIT back, where this process was started with them ignored, as
 * shells do with what they put into the background: an ignored signal stays ignored in all children, and no shell can
 * trap it then. Immutable.
 */
final class DefaultSignals {
    /** SIGINT and SIGQUIT as bits of a mask in proc(5). */
    private static final long INTERRUPT_AND_QUIT = 1L << 1 | 1L << 2;

    private static final List<String> RESET = List.of("env", "--default-signal=INT,QUIT");

    private final List<String> prefix;

    private DefaultSignals(List<String> prefix) {
        this.prefix = prefix;
    }

    static DefaultSignals ofThisProcess() {
        return new DefaultSignals(areIgnored() && canReset() ? RESET : List.of());
    }

    /** Returns the words to put before a command. */
    List<String> prefix() {
        return prefix;
    }

    private static boolean areIgnored() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .anyMatch(mask -> (mask & INTERRUPT_AND_QUIT) != 0);
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** Only env of GNU coreutils 8.31 or later has the option. */
    private static boolean canReset() {
        try {
            return new ProcessBuilder(RESET.get(0), RESET.get(1), "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noEnv) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
