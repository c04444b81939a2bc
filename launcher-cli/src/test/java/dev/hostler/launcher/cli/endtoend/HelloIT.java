package dev.hostler.launcher.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first command that a stranger types. */
class HelloIT extends EndToEnd {
    private static final Path HELLO = Path.of(System.getProperty("hostler.examples"), "hello.yaml");

    private static final String DEFAULT_IMAGE = "busybox:latest";

    @Test
    void runsInAContainerWhereTheEngineHasTheDefaultImage() throws Exception {
        boolean ours = !TestImages.isThere(DEFAULT_IMAGE);
        if (ours) {
            TestImages.requireBusybox(directory);
            Commands.run("docker", "tag", TestImages.BUSYBOX, DEFAULT_IMAGE);
        }
        try (HostlerRun run = hostler("run", HELLO.toString())) {
            assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
            assertThat(run.output()).containsOnlyOnce("isolation: docker").contains("step 1/");
        } finally {
            if (ours) {
                Commands.run("docker", "image", "rm", DEFAULT_IMAGE);
            }
        }
    }

    @Test
    void runsInANamespaceWhereTheEngineHasNoImage() throws Exception {
        try (PrivateDocker engine = PrivateDocker.start(directory);
                HostlerRun run = hostler(Map.of("DOCKER_HOST", engine.host()), "run", HELLO.toString())) {
            assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
            assertThat(run.output())
                    .containsOnlyOnce("isolation: process")
                    .contains("no container: ")
                    .contains("step 1/");
        }
    }

    @Test
    void runsInANamespaceWhereNoEngineAnswers() throws Exception {
        Map<String, String> nowhere = Map.of("DOCKER_HOST", "unix://" + directory.resolve("none.sock"));

        try (HostlerRun run = hostler(nowhere, "run", HELLO.toString())) {
            assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
            assertThat(run.output())
                    .containsOnlyOnce("isolation: process")
                    .contains("no container: ")
                    .contains("step 1/");
        }
    }
}
