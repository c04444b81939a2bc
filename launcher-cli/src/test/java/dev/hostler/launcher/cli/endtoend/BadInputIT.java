package dev.hostler.launcher.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Input that can't work gets one line that names the cause and the remedy, the right exit code, and leaves nothing. */
class BadInputIT extends EndToEnd {
    private static final int BAD_INPUT = 2;
    private static final int NOT_RUN = 3;

    @Test
    void aMissingFile() throws Exception {
        refused(BAD_INPUT, "none.yaml", "run", "none.yaml");
    }

    @Test
    void anEmptyFile() throws Exception {
        refused(BAD_INPUT, "empty.yaml", "run", write("empty.yaml").toString());
    }

    @Test
    void tabs() throws Exception {
        refused(
                BAD_INPUT,
                "line 3",
                "run",
                write("p.yaml", "name: n", "steps:", "\t- run: true").toString());
    }

    @Test
    void aStepWithoutACommand() throws Exception {
        refused(
                BAD_INPUT,
                "steps[0]",
                "run",
                write("p.yaml", "name: n", "steps:", "  - name: nothing").toString());
    }

    @Test
    void anUnknownField() throws Exception {
        String file = write("p.yaml", "name: n", "stepz:", "  - run: true").toString();

        refused(BAD_INPUT, "stepz", "run", file);
    }

    @Test
    void anUnknownOption() throws Exception {
        refused(BAD_INPUT, "--isolatoin", "run", "p.yaml", "--isolatoin", "docker");
    }

    @Test
    void aSecretThatIsNotInTheEnvironment() throws Exception {
        refused(BAD_INPUT, "NO_SUCH_SECRET", "run", pipeline(), "--secret", "NO_SUCH_SECRET");
    }

    @Test
    void aRepositoryThatIsNotThere() throws Exception {
        String nowhere = directory.resolve("nowhere").toString();

        refused(NOT_RUN, nowhere, "run", pipeline(), "--repo", nowhere, "--isolation", "process");
    }

    @Test
    void aRefThatIsNotThere() throws Exception {
        GitRepository repository = GitRepository.create(directory.resolve("repository"), Map.of("a", "b"));

        refused(
                NOT_RUN,
                "no-such-branch",
                "run",
                pipeline(),
                "--repo",
                repository.directory().toString(),
                "--ref",
                "no-such-branch",
                "--isolation",
                "process");
    }

    @Test
    void anImageThatCannotBePulled() throws Exception {
        refused(NOT_RUN, "hostler-test/none:1", "run", pipeline(), "--image", "hostler-test/none:1");
    }

    @Test
    void dockerAskedForWhereThereIsNone() throws Exception {
        refused(NOT_RUN, "Docker", noDocker(), "run", pipeline(), "--isolation", "docker");
    }

    @Test
    void anImageNamedWhereThereIsNoDockerIsNeverRunOnTheHost() throws Exception {
        Path witness = directory.resolve("witness");
        Path file = write("p.yaml", "name: n", "steps:", "  - run: touch " + witness);

        refused(NOT_RUN, "busybox:latest", noDocker(), "run", file.toString(), "--image", "busybox:latest");

        assertThat(witness).doesNotExist();
    }

    @Test
    void aDataDirectoryThatCannotBeWritten() throws Exception {
        Path file = write("not-a-directory", "x");
        Map<String, String> environment = Map.of("HOSTLER_DATA_DIR", file.toString());

        refused(NOT_RUN, "not-a-directory", environment, "run", pipeline());
    }

    @Test
    void aPasswordInAUrl() throws Exception {
        try (HostlerRun run = hostler("run", pipeline(), "--repo", "https://me:hunter22@example.test/a.git")) {
            assertThat(run.exitCode()).isEqualTo(BAD_INPUT);
            assertThat(run.output() + run.errors())
                    .contains("HOSTLER_GIT_TOKEN")
                    .doesNotContain("hunter22");
        }
    }

    private Map<String, String> noDocker() {
        return Map.of("DOCKER_HOST", "unix://" + directory.resolve("none.sock"));
    }

    private String pipeline() throws Exception {
        return write("p.yaml", "name: n", "steps:", "  - run: echo ran").toString();
    }

    private void refused(int exitCode, String names, String... arguments) throws Exception {
        refused(exitCode, names, Map.of(), arguments);
    }

    private void refused(int exitCode, String names, Map<String, String> environment, String... arguments)
            throws Exception {
        try (HostlerRun run = hostler(environment, arguments)) {
            assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(exitCode);
            List<String> errors =
                    run.errors().lines().filter(line -> !line.isBlank()).toList();
            assertThat(errors).as("one line of error").hasSize(1);
            assertThat(errors.get(0)).contains(names);
            assertThat(run.output()).doesNotContain("\nran\n", "\tat ");
        }
        try (var left = Files.list(home())) {
            assertThat(left.filter(path -> !path.endsWith("cache")))
                    .as("left in the data directory")
                    .isEmpty();
        }
    }
}
