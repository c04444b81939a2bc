package dev.hostler.launcher.http.endtoend;

import static dev.hostler.launcher.http.endtoend.V1Client.job;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Events over the end of their agent: whoever comes back misses none, or is told once that some are missed. */
class EventsIT extends GrytScenario {
    /** Follows with curl into a file, as somebody at a terminal does. */
    private Process curl(AgentRun agent, Path into, String after) throws Exception {
        return new ProcessBuilder(
                        "curl",
                        "-sSN",
                        "-H",
                        "X-API-Key: " + Caller.KEY,
                        "-H",
                        "Accept: text/event-stream",
                        "-H",
                        "Last-Event-ID: " + after,
                        agent.uri("/v1/events").toString())
                .redirectOutput(into.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static List<String> ids(String events) {
        return events.lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }

    private static void assertRising(List<String> ids) {
        List<Long> numbers = ids.stream().map(Long::valueOf).toList();
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
    }

    private String awaitText(Path file, String text) {
        return Awaitility.await()
                .until(() -> Files.readString(file), all -> all.contains(text) && all.endsWith("\n\n"));
    }

    @Test
    void afterAKillThereIsOneResetAndThenNoGap() throws Exception {
        Path before = directory.resolve("before");
        Path after = directory.resolve("after");
        List<Process> started = new ArrayList<>();
        String last;
        try {
            try (AgentRun first = agent(Map.of())) {
                started.add(curl(first, before, "0"));
                new V1Client(first).run(job("one", "echo 1").toString());
                List<String> seen = ids(awaitText(before, "\"FINISHED\""));
                assertRising(seen);
                last = seen.get(seen.size() - 1);
                first.signal("KILL");
                first.exitCode();
                assertThat(started.get(0).waitFor(10, TimeUnit.SECONDS))
                        .as("curl ends")
                        .isTrue();
                assertThat(started.get(0).exitValue())
                        .as("and says that it was broken")
                        .isNotZero();
            }
            try (AgentRun second = agent(Map.of())) {
                started.add(curl(second, after, last));
                V1Client client = new V1Client(second);
                client.run(job("two", "echo 2").toString());
                String all = awaitText(after, "\"FINISHED\"");

                assertThat(all.lines().filter(line -> line.equals("event: reset")))
                        .as(all)
                        .hasSize(1);
                assertThat(all).startsWith("event: reset\n");
                List<String> seen = ids(all);
                assertRising(seen);
                assertThat(Long.parseLong(seen.get(0))).isGreaterThan(Long.parseLong(last));
                assertThat(all)
                        .containsSubsequence(
                                "\"QUEUED\"", "\"RUNNING\"", "StepStarted", "StepFinished", "\"FINISHED\"");

                String middle = seen.get(seen.size() / 2);
                try (V1Client.Events again = client.events("/v1/events", "Last-Event-ID", middle)) {
                    for (String id : seen.subList(seen.size() / 2 + 1, seen.size())) {
                        V1Client.Event event = again.next();
                        assertThat(event.kind()).isEmpty();
                        assertThat(event.id()).isEqualTo(id);
                    }
                }
            }
        } finally {
            for (Process process : started) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
