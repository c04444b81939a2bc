package dev.hostler.launcher.http.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What all scenarios share: an agent with the contract's variables, and the look at what it leaves. */
abstract class GrytScenario {
    @TempDir
    Path directory;

    @BeforeEach
    void image() throws Exception {
        GrytImage.require(directory);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        List<String> containers = containers();
        List<String> workspaces = workspaces();
        endWhatIsLeft(containers);
        assertThat(containers).as("containers").isEmpty();
        assertThat(workspaces).as("workspaces").isEmpty();
    }

    /** A test that fails leaves its job running, since an agent that stops lets it go on. */
    private void endWhatIsLeft(List<String> containers) throws Exception {
        for (String container : containers) {
            Commands.run("docker", "rm", "-f", container);
        }
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(data().toString()))
                        .isPresent())
                .forEach(ProcessHandle::destroyForcibly);
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Starts an agent that has a key, beside the further variables. */
    AgentRun agent(Map<String, String> more) throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of(
                "HOSTLER_DATA_DIR",
                data().toString(),
                "AGENT_API_KEY",
                Caller.KEY,
                "AGENT_HOST",
                "127.0.0.1",
                "GRYT_DOCKER_IMAGE",
                GrytImage.NAME));
        variables.putAll(more);
        return AgentRun.start(directory, variables).awaitServing();
    }

    /** Waits until a job has made the file {@code started} in its workspace; returns the file. */
    Path awaitStarted() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(this::started, path -> !path.toString().isEmpty());
    }

    private Path started() throws Exception {
        if (!Files.exists(data().resolve("sandboxes"))) {
            return Path.of("");
        }
        try (Stream<Path> files = Files.walk(data().resolve("sandboxes"))) {
            return files.filter(file -> file.endsWith(Path.of("workspace", "started")))
                    .findFirst()
                    .orElse(Path.of(""));
        } catch (UncheckedIOException moving) {
            return Path.of("");
        }
    }

    /** Returns the containers of this test's agents, whoever else uses the engine. */
    List<String> containers() throws Exception {
        return Commands.run("docker", "ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Mounts}}")
                .lines()
                .filter(line -> line.contains(data().toString()))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    List<String> workspaces() throws IOException {
        Path sandboxes = data().resolve("sandboxes");
        if (!Files.exists(sandboxes)) {
            return List.of();
        }
        try (Stream<Path> left = Files.list(sandboxes)) {
            return left.map(Path::toString).toList();
        }
    }
}
