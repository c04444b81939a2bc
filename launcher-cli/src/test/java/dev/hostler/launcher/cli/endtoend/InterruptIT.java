package dev.hostler.launcher.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user's Ctrl-C leaves: nothing. */
class InterruptIT extends EndToEnd {
    /** A number of seconds that no other sleep on this host has. */
    private static final String SECONDS = "600.0625";

    @ParameterizedTest
    @CsvSource({"docker,INT,130", "process,INT,130", "docker,TERM,143", "process,TERM,143"})
    void endsTheWholeTreeWithinTheGracePeriod(String isolation, String signal, int exitCode) throws Exception {
        Path pipeline = write(
                "p.yaml",
                "name: sleepers",
                "steps:",
                "  - run: |",
                "      setsid sleep " + SECONDS + " & sleep " + SECONDS + " &",
                "      echo all asleep",
                "      trap '' TERM; sleep " + SECONDS + "; sleep " + SECONDS);
        TestImages.requireBusybox(directory);

        try (HostlerRun run = isolation.equals("docker")
                ? hostler("run", pipeline.toString(), "--isolation", isolation, "--image", TestImages.BUSYBOX)
                : hostler("run", pipeline.toString(), "--isolation", isolation)) {
            run.awaitLine("all asleep");
            // In a busybox container a sleep has the command line of its shell.
            assertThat(isolation.equals("docker") ? containers() : sleepers()).isNotEmpty();
            long before = System.nanoTime();
            run.signal(signal);

            assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(exitCode);
            assertThat(System.nanoTime() - before).as("grace and a margin").isLessThan(15_000_000_000L);
        }
        assertThat(sleepers()).isEmpty();
    }

    private static List<String> sleepers() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("sleep " + SECONDS) && !line.contains("sh "))
                .toList();
    }
}
