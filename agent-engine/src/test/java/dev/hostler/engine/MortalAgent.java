package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.sandbox.MemoryRoot;
import dev.hostler.engine.state.DataDirectory;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Agents in a process of their own, which can be killed, and the look at what they leave behind. */
public final class MortalAgent {
    private MortalAgent() {}

    /** Starts a JVM with our class path. Its temporary files and what it prints go to {@code directory}. */
    public static Process start(Path directory, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("agents.log").toFile()))
                .start();
    }

    static AgentConfig.Builder config(Path data, int slots) {
        return AgentConfig.builder(data).slots(slots).cancelGrace(Duration.ofSeconds(1));
    }

    static Agent start(AgentConfig.Builder config, FaultListener faults) {
        return AgentAssembly.start(config.build(), faults);
    }

    /** The agent's id, which everything that it makes carries; asked for while no agent runs on the directory. */
    static String agentId(Path data) {
        try (DataDirectory directory = DataDirectory.open(data)) {
            return directory.agentId();
        }
    }

    /** The processes of this host that have the agent's id in their command line, with their start times. */
    static Map<Long, String> processes(String agentId) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(path -> read(path.resolve("cmdline")).contains(agentId))
                    .collect(Collectors.toMap(
                            path -> Long.valueOf(path.getFileName().toString()), MortalAgent::startTime));
        }
    }

    private static String startTime(Path process) {
        String stat = read(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > 19 ? fields[19] : "gone";
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    static void assertNothingIsLeft(Path data) throws IOException {
        String agentId = agentId(data);
        assertThat(data.resolve("sandboxes")).as("directories of sandboxes").isEmptyDirectory();
        assertThat(MemoryRoot.choose(System.getenv(), data, "hostler-" + agentId)
                        .directory())
                .as("directories in memory")
                .doesNotExist();
        assertThat(processes(agentId)).as("processes").isEmpty();
        try (DockerHost docker = DockerHost.require()) {
            assertThat(docker.containers("dev.hostler.agent", agentId))
                    .as("containers")
                    .isEmpty();
        }
    }
}
