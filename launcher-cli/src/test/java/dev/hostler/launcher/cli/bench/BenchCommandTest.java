package dev.hostler.launcher.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hostler.api.Agent;
import dev.hostler.api.error.AgentException;
import dev.hostler.launcher.cli.endtoend.TestImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The bench with a real engine and very few jobs. */
class BenchCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path scratch;

    private int run(Map<String, String> environment, String... options) throws InterruptedException {
        BenchCommand bench = new BenchCommand(environment, stream(out), stream(err), Agent::start);
        new CommandLine(bench).parseArgs(options);
        return bench.call();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void everythingIsMeasuredAndNothingIsLeft() throws Exception {
        TestImages.requireBusybox(scratch);
        List<String> before = benchDirectories();
        int code = run(
                System.getenv(),
                "--image",
                TestImages.BUSYBOX,
                "--jobs=3",
                "--spacing=100",
                "--single=1",
                "--callers=2",
                "--batch=2",
                "--megabytes=1",
                "--turns=1",
                "--json");
        assertThat(code).isZero();
        JsonNode all = new JsonMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(all.path("about").path("image").asText()).isEqualTo(TestImages.BUSYBOX);
        assertThat(all.path("measured")
                        .path("cold job, result stored, bridge")
                        .path("p50")
                        .asDouble())
                .isPositive();
        assertThat(all.path("measured")
                        .path("warm job, first line, with pauses")
                        .path("n")
                        .asInt())
                .isEqualTo(3);
        assertThat(all.path("measured")
                        .path("raw API, a job's settings, no network")
                        .path("p50")
                        .asDouble())
                .isPositive();
        assertThat(all.path("ratios")
                        .path("jobs / raw API, a job's settings, 2 callers, bridge")
                        .asDouble())
                .isPositive();
        assertThat(all.path("measured").path("step of a job").path("n").asInt()).isEqualTo(90);
        for (JsonNode ratio : all.path("ratios")) {
            assertThat(ratio.asDouble()).isGreaterThanOrEqualTo(0);
        }
        assertThat(all.path("ratios")).hasSizeGreaterThanOrEqualTo(18);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .as("the last part is the last that was announced")
                .last()
                .asString()
                .startsWith("8 of 8: ");
        assertThat(benchDirectories()).isEqualTo(before);
        assertThat(containers()).isEmpty();
    }

    private static List<String> benchDirectories() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("hostler-bench-"))
                    .sorted()
                    .toList();
        }
    }

    private static String containers() throws Exception {
        Process list = new ProcessBuilder("docker", "ps", "-aq", "--filter", "label=" + RawContainer.LABEL).start();
        return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aWrongNumberIsNamed() {
        assertThatThrownBy(() -> run(Map.of(), "--turns=0"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("--turns")
                .hasMessageContaining("'0'");
        assertThatThrownBy(() -> run(Map.of(), "--pool=-1"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("--pool");
    }

    @Test
    void anEngineElsewhereIsRefused() {
        assertThatThrownBy(() -> run(Map.of("DOCKER_HOST", "tcp://127.0.0.1:1")))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("tcp://127.0.0.1:1")
                .hasMessageContaining("DOCKER_HOST");
    }

    @Test
    void anImageThatIsNotHereIsNamed() throws Exception {
        List<String> before = benchDirectories();
        assertThatThrownBy(() -> run(System.getenv(), "--image", "hostler-test/no-such-image:1"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("hostler-test/no-such-image:1")
                .hasMessageContaining("docker pull hostler-test/no-such-image:1")
                .hasMessageContaining("--image");
        assertThat(benchDirectories()).isEqualTo(before);
    }

    @Test
    void aDockerThatIsNotThereIsNamed() {
        String socket = scratch.resolve("none.sock").toString();
        assertThatThrownBy(() -> run(Map.of("DOCKER_HOST", "unix://" + socket)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining(socket)
                .hasMessageContaining("docker version");
    }
}
