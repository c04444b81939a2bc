package dev.hostler.launcher.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a user's Ctrl-C leaves: nothing. */
class InterruptIT extends EndToEnd {
    /** A number of seconds that no other sleep on this host has. */
    private static final String SECONDS = "600.0625";

    private static final List<Interrupt> INTERRUPTS = List.of(
            new Interrupt("docker", "INT", 130),
            new Interrupt("process", "INT", 130),
            new Interrupt("docker", "TERM", 143),
            new Interrupt("process", "TERM", 143));

    private record Interrupt(String isolation, String signal, int exitCode) {}

    /** All side by side, since each of them waits for the grace period to pass. */
    @Test
    void endsTheWholeTreeWithinTheGracePeriod() throws Exception {
        Path pipeline = write(
                "p.yaml",
                "name: sleepers",
                "steps:",
                "  - run: |",
                "      setsid sleep " + SECONDS + " & sleep " + SECONDS + " &",
                "      echo all asleep",
                "      trap '' TERM; sleep " + SECONDS + "; sleep " + SECONDS);
        TestImages.requireBusybox(directory);
        Map<Interrupt, HostlerRun> runs = new LinkedHashMap<>();
        try {
            INTERRUPTS.forEach(interrupt -> runs.put(interrupt, start(pipeline, interrupt.isolation())));
            runs.values().forEach(run -> run.awaitLine("all asleep"));
            // In a busybox container a sleep has the command line of its shell.
            assertThat(containers()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(sleepers()).hasSizeGreaterThanOrEqualTo(2);
            long before = System.nanoTime();
            for (Map.Entry<Interrupt, HostlerRun> run : runs.entrySet()) {
                run.getValue().signal(run.getKey().signal());
            }
            for (Map.Entry<Interrupt, HostlerRun> run : runs.entrySet()) {
                assertEnded(run.getKey(), run.getValue());
            }
            assertThat(System.nanoTime() - before).as("grace and a margin").isLessThan(30_000_000_000L);
        } finally {
            runs.values().forEach(HostlerRun::close);
        }
        assertThat(sleepers()).isEmpty();
    }

    private HostlerRun start(Path pipeline, String isolation) {
        return isolation.equals("docker")
                ? hostler("run", pipeline.toString(), "--isolation", isolation, "--image", TestImages.BUSYBOX)
                : hostler("run", pipeline.toString(), "--isolation", isolation);
    }

    private static void assertEnded(Interrupt interrupt, HostlerRun run) throws InterruptedException {
        assertThat(run.exitCode())
                .as(interrupt + " " + run.output() + run.errors())
                .isEqualTo(interrupt.exitCode());
    }

    private static List<String> sleepers() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("sleep " + SECONDS) && !line.contains("sh "))
                .toList();
    }
}
