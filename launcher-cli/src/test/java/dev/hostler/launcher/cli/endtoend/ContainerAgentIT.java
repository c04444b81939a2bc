package dev.hostler.launcher.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command inside of a container that has the engine's socket, as a Compose file or a {@code docker run} starts it. */
class ContainerAgentIT extends EndToEnd {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final Path JAR = Path.of(System.getProperty("hostler.jar"));
    private static final String COPIED = "files are copied and not shared";

    private final String name = "hostler-it-" + ProcessHandle.current().pid();

    @BeforeEach
    void preparePipeline() throws Exception {
        TestImages.requireBusybox(directory);
        write(
                "job.yaml",
                "name: inside",
                "artifacts: [made]",
                "steps:",
                "  - run: echo made by $HOSTNAME >made; echo one",
                "  - run: grep -c . made; echo two");
    }

    @Test
    void sharesADataDirectoryThatIsOnAVolume() throws Exception {
        Commands.run("docker", "volume", "create", name);
        try {
            String output = run("--volume", name + ":/var/lib/hostler");

            assertThat(output).contains("one", "two", "The job succeeded").doesNotContain(COPIED);
            assertThat(volume()).as("what is left on the volume").doesNotContain("sandboxes/", "made");
        } finally {
            Commands.run("docker", "volume", "rm", name);
        }
    }

    private String volume() throws Exception {
        return Commands.run("docker", "run", "--rm", "--volume", name + ":/d", TestImages.BUSYBOX, "find", "/d");
    }

    @Test
    void copiesFilesWhereItsDataDirectoryIsInItsOwnLayer() throws Exception {
        String output = run();

        assertThat(output).contains("one", "two", "The job succeeded").containsOnlyOnce(COPIED);
    }

    @Test
    void worksFromAComposeFileWithTheProjectMounted() throws Exception {
        Files.createDirectory(directory.resolve("data"));
        List<String> lines = new ArrayList<>(List.of(
                "version: '3'",
                "services:",
                "  agent:",
                "    image: " + TestImages.BUSYBOX,
                "    working_dir: /app",
                "    command: " + command("/app/job.yaml", "--artifacts", "/app/kept"),
                "    environment: [HOSTLER_DATA_DIR=/app/data]",
                "    volumes:",
                "      - ./:/app",
                "      - " + socket() + ":/var/run/docker.sock"));
        programs().forEach(mount -> lines.add("      - " + mount));
        write("docker-compose.yml", lines.toArray(String[]::new));
        try {
            String output = Commands.runIn(
                    directory, "docker-compose", "-p", name, "up", "--no-color", "--exit-code-from", "agent");

            assertThat(output).contains("one", "two", "The job succeeded").doesNotContain(COPIED);
            assertThat(directory.resolve("kept/made")).content().startsWith("made by ");
        } finally {
            Commands.runIn(directory, "docker-compose", "-p", name, "down", "--volumes");
        }
    }

    @Test
    void copiesFilesWhereTheEngineSeesAnotherFileSystem() throws Exception {
        Path hidden = Files.createDirectory(directory.resolve("hidden"));
        String command = "mount -t tmpfs none " + hidden + " && HOSTLER_DATA_DIR=" + hidden + " exec "
                + command(directory.resolve("job.yaml").toString()).replace("/hostler.jar", JAR.toString());

        String output = Commands.run("unshare", "--mount", "sh", "-c", command);

        assertThat(output)
                .contains("one", "two", "The job succeeded")
                .containsOnlyOnce(COPIED)
                .contains("the engine does not see the agent's directories");
    }

    /** Runs the command in a container to its end; returns what it printed. */
    private String run(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("docker", "run", "--rm", "--name", name));
        words.addAll(List.of("--volume", socket() + ":/var/run/docker.sock"));
        programs().forEach(mount -> words.addAll(List.of("--volume", mount)));
        words.addAll(List.of("--volume", directory.resolve("job.yaml") + ":/job.yaml:ro"));
        words.addAll(List.of(options));
        words.add(TestImages.BUSYBOX);
        words.addAll(List.of(command("/job.yaml").split(" ")));
        return Commands.run(words.toArray(String[]::new));
    }

    private static String socket() {
        String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
        return host.substring("unix://".length());
    }

    private static String command(String pipeline, String... more) {
        return String.join(" ", JAVA_HOME + "/bin/java", "-XX:TieredStopAtLevel=1", "-jar /hostler.jar run")
                + " --isolation docker --image " + TestImages.BUSYBOX + " "
                + String.join(
                        " ", Stream.concat(Stream.of(more), Stream.of(pipeline)).toList());
    }

    /** The host's Java and its libraries, since no image with them can be counted on. */
    private static List<String> programs() throws IOException {
        List<String> mounts = new ArrayList<>(List.of(
                JAR + ":/hostler.jar:ro",
                JAVA_HOME + ":" + JAVA_HOME + ":ro",
                "/usr/lib/x86_64-linux-gnu:/lib/x86_64-linux-gnu:ro",
                "/usr/lib64:/lib64:ro"));
        settings().forEach(directory -> mounts.add(directory + ":" + directory + ":ro"));
        return mounts;
    }

    /** Debian's Java has its settings outside of its own directory, behind links. */
    private static Set<String> settings() throws IOException {
        Set<String> directories = new TreeSet<>();
        try (Stream<Path> files = Files.walk(JAVA_HOME)) {
            for (Path link :
                    files.filter(Files::isSymbolicLink).filter(Files::exists).toList()) {
                Path target = link.toRealPath();
                if (target.startsWith("/etc")) {
                    directories.add("/" + target.subpath(0, 2));
                }
            }
        }
        return directories;
    }
}
