package dev.hostler.launcher.grpc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged door in the agent of the command line, which finds it in its plugin directory. */
class PluginIT {
    private static final Pattern LISTENS = Pattern.compile("Listening for gRPC on 127\\.0\\.0\\.1:(\\d+)");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String ID = "grpc-plugin-" + ProcessHandle.current().pid();

    @TempDir
    Path directory;

    private Path output;

    @BeforeEach
    void putTheDoorInPlace() throws Exception {
        TestImage.require(directory);
        output = directory.resolve("output");
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        Files.createSymbolicLink(plugins.resolve("door.jar"), Path.of(property("hostler.jar")));
    }

    @AfterEach
    void clean() throws Exception {
        Containers.removeAll(ID);
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), "this test is for packaged programs: set " + name);
    }

    private Process start(String door) throws IOException {
        Path file = Files.writeString(
                directory.resolve("agent.yaml"),
                "data_directory: " + directory.resolve("data") + "\nplugins: " + directory.resolve("plugins")
                        + "\ndoors:\n  grpc: {tls_enabled: false, metrics_port: 0, " + door + "}\n");
        List<String> words = List.of(
                "env",
                "--default-signal=INT,QUIT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                property("hostler.cli.jar"),
                "dev.hostler.launcher.cli.Main",
                "agent",
                "--config",
                file.toString());
        ProcessBuilder program =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        program.environment().keySet().removeIf(name -> name.startsWith("PERSYS_") || name.startsWith("HOSTLER_"));
        return program.start();
    }

    private String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int awaitPort(Process agent) {
        Awaitility.await()
                .atMost(LONG)
                .failFast(() -> {
                    assertThat(agent.isAlive()).as(output()).isTrue();
                })
                .until(() -> LISTENS.matcher(output()).find() && output().contains("The agent serves"));
        Matcher line = LISTENS.matcher(output());
        assertThat(line.find()).isTrue();
        return Integer.parseInt(line.group(1));
    }

    @Test
    void theAgentServesByTheDoorThatItFindsAndEndsInOrder() throws Exception {
        Process agent = start("grpc_port: 0");
        try {
            try (Node node = Node.plain(awaitPort(agent))) {
                assertThat(node.calls()
                                .healthCheck(HealthCheckRequest.getDefaultInstance())
                                .getRuntimeStatusMap())
                        .containsKeys("container", "compose", "vm");
                node.apply(Node.wish(ID, "rev-1", Node.sleeper(TestImage.NAME)));
                node.await(ID, ActualState.ACTUAL_STATE_RUNNING);
                node.delete(ID);
                node.awaitGone(ID);
            }
            agent.destroy();
            assertThat(agent.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(agent.exitValue()).isEqualTo(143);
            assertThat(output()).contains("The agent has stopped").doesNotContain("has no effect");
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }

    @Test
    void aDoorThatCantBeOpenedEndsTheAgentWithTheSettingsName() throws Exception {
        Process agent = start("grpc_port: many");
        try {
            assertThat(agent.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(agent.exitValue()).isEqualTo(2);
            assertThat(output()).contains("PERSYS_GRPC_PORT").doesNotContain("\tat ");
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }
}
