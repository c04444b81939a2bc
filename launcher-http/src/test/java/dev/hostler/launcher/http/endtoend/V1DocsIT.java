package dev.hostler.launcher.http.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The examples of the documentation, from the first to the last, with curl. */
class V1DocsIT extends GrytScenario {
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");

    private static String examples() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("hostler.root"), "docs", "http.md"));
        String section = page.substring(page.indexOf("## The native API"), page.indexOf("\n## Limits"));
        return BLOCK.matcher(section).results().map(block -> block.group(1)).collect(Collectors.joining());
    }

    @Test
    void theyWork() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            String script =
                    examples().replace("http://127.0.0.1:8080", agent.uri("").toString());

            String output =
                    Commands.run("env", "AGENT_API_KEY=" + Caller.KEY, "bash", "-euo", "pipefail", "-c", script);

            assertThat(output)
                    .contains("\"revision\":\"r1\"")
                    .contains("hello world\n")
                    .contains("\"conclusion\":\"SUCCEEDED\"")
                    .contains("event: end")
                    .contains("\"type\":\"JobChanged\"");
            V1Client client = new V1Client(agent);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> client.get("/v1/workloads/web").status() == 404);
        }
    }
}
