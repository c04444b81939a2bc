package dev.hostler.launcher.grpc.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Plain tools of the host that the tests need. */
final class Commands {
    private Commands() {}

    /** Runs a command that has to succeed and returns what it printed. */
    static String run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", words) + " failed:\n" + output);
        }
        return output;
    }
}
