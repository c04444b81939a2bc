package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.engine.testing.DockerHost;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent of a user who may do nothing but talk to the Docker engine, and jobs that work as root or as anybody. */
class UnprivilegedAgentTest {
    private static final int USER = 61_234;
    private static final Path SOCKET =
            Path.of(URI.create(System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock"))
                    .getPath());
    private static final String STEPS = "artifacts: [out]\ncache: {paths: [~/kept]}\nsteps:\n"
            + "  - run: |\n"
            + "      umask 077\n"
            + "      mkdir -p deep/er ~/kept ~/other\n"
            + "      echo x >deep/er/file\n"
            + "      echo c >~/kept/c\n"
            + "      echo o >~/other/o\n"
            + "      ln -s / deep/link\n"
            + "      chmod 000 deep/er\n"
            + "      echo result >out\n"
            + "      echo ready\n";

    private Path directory;

    /** What runs as the other user: {@code DATA IMAGE PIPELINE}. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws Exception {
            Path data = Path.of(arguments[0]);
            try (Agent agent = Agent.start(AgentConfig.builder(data)
                    .provider("docker", Map.of("pull", "never"))
                    .cancelGrace(Duration.ofSeconds(1))
                    .onClose(AgentConfig.OnClose.CANCEL)
                    .build())) {
                JobHandle job = agent.submit(JobSpec.builder("a")
                        .isolation(Isolation.DOCKER)
                        .image(arguments[1])
                        .timeout(Duration.ofMinutes(1))
                        .pipeline(new Pipeline.Document("p.yaml", arguments[2]))
                        .build());
                JobResult result = job.await();
                System.out.println(result.conclusion() + " "
                        + result.artifacts().stream().map(Artifact::path).toList() + " "
                        + result.failure().map(why -> why.message()).orElse(""));
            }
        }
    }

    @BeforeEach
    void makeAPlaceForTheUser() throws IOException {
        DockerHost.requireBusybox();
        directory = Files.createTempDirectory("hostler-unprivileged");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(directory.resolve("classes"));
        Files.createDirectory(directory.resolve("home"));
        Files.setAttribute(directory.resolve("home"), "unix:uid", USER);
    }

    @AfterEach
    void noContainerIsLeft() throws IOException {
        try (DockerHost docker = DockerHost.require()) {
            assertThat(docker.client().listContainersCmd().withShowAll(true).exec())
                    .noneMatch(container -> container.getMounts().stream()
                            .anyMatch(mount -> String.valueOf(mount.getSource()).startsWith(directory.toString())));
        } finally {
            removeDirectory();
        }
    }

    private void removeDirectory() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DockerHost.IMAGE, DockerHost.USER_IMAGE})
    void whatStepsHaveMadeIsReadAndRemoved(String image) throws Exception {
        Process agent = start(image, STEPS);

        assertThat(output(agent)).startsWith("SUCCEEDED [out]");
        assertThat(sandboxes()).isEmpty();
        assertThat(data().resolve("artifacts/embedder/a/out")).hasContent("result\n");
        try (Stream<Path> cached = Files.walk(data().resolve("cache"))) {
            assertThat(cached.filter(Files::isRegularFile)
                            .map(Path::getFileName)
                            .map(Path::toString))
                    .contains("c");
        }
    }

    @Test
    void whatAJobHasMadeIsRemovedAlsoWhenItsContainerIsGone() throws Exception {
        Process agent = start(DockerHost.IMAGE, STEPS + "      sleep 600\n");
        Path log = data().resolve("jobs/embedder/a.log");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .failFast(() -> !agent.isAlive())
                .until(() -> Files.exists(log) && Files.readString(log).contains("\nready\n"));

        removeTheContainer(sandboxes().get(0));

        assertThat(output(agent)).startsWith("LOST");
        assertThat(sandboxes()).isEmpty();
    }

    private static void removeTheContainer(String sandbox) {
        try (DockerHost docker = DockerHost.require()) {
            for (Container container : docker.containers("dev.hostler.sandbox", sandbox)) {
                docker.client()
                        .removeContainerCmd(container.getId())
                        .withForce(true)
                        .exec();
            }
        }
    }

    private Path data() {
        return directory.resolve("home/data");
    }

    private List<String> sandboxes() throws IOException {
        try (Stream<Path> left = Files.list(data().resolve("sandboxes"))) {
            return left.map(path -> path.getFileName().toString()).toList();
        }
    }

    private Process start(String image, String pipeline) throws IOException {
        String home = directory.resolve("home").toString();
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER));
        command.addAll(List.of("--groups=" + Files.getAttribute(SOCKET, "unix:gid"), "--inh-caps=-all"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Duser.home=" + home));
        command.addAll(List.of("-Djava.io.tmpdir=" + home, "-cp", readableClassPath(), Main.class.getName()));
        command.addAll(List.of(data().toString(), image, pipeline));
        return new ProcessBuilder(command)
                .directory(directory.resolve("home").toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private String output(Process agent) throws IOException, InterruptedException {
        try {
            String text = new String(agent.getInputStream().readAllBytes());
            assertThat(agent.waitFor())
                    .as(Files.readString(directory.resolve("errors")))
                    .isZero();
            return text;
        } finally {
            agent.destroyForcibly();
        }
    }

    /** The repository of jars may lie in a home directory that is closed to others. */
    private String readableClassPath() throws IOException {
        StringJoiner path = new StringJoiner(File.pathSeparator);
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            Path copy = directory.resolve("classes").resolve(++number + "-" + source.getFileName());
            copyTree(source, copy);
            path.add(copy.toString());
        }
        return path.toString();
    }

    private static void copyTree(Path source, Path copy) throws IOException {
        if (!Files.exists(source)) {
            return;
        }
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(source.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
