package dev.hostler.launcher.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What all end-to-end tests share: directories of their own, and the look at what is left afterwards. */
abstract class EndToEnd {
    @TempDir
    Path directory;

    private String mountsBefore = "";
    private List<String> memoryBefore = List.of();
    private List<String> supervisorsBefore = List.of();

    Path home() {
        return directory.resolve("home");
    }

    /** Starts the command with its data below this test's directory. */
    HostlerRun hostler(Map<String, String> environment, String... arguments) {
        Map<String, String> all = new HashMap<>(Map.of("HOSTLER_DATA_DIR", home().toString()));
        all.putAll(environment);
        return HostlerRun.start(directory, all, arguments);
    }

    HostlerRun hostler(String... arguments) {
        return hostler(Map.of(), arguments);
    }

    Path write(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines));
    }

    @BeforeEach
    void lookAround() throws Exception {
        Files.createDirectories(home());
        mountsBefore = Files.readString(Path.of("/proc/mounts"));
        memoryBefore = memoryFiles();
        supervisorsBefore = supervisors();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(containers()).as("containers").isEmpty();
        assertThat(Files.readString(Path.of("/proc/mounts"))).as("mounts").isEqualTo(mountsBefore);
        assertThat(memoryFiles()).as("files in memory").isEqualTo(memoryBefore);
        assertThat(supervisors()).as("supervisors").isEqualTo(supervisorsBefore);
        if (Files.exists(home().resolve("runs"))) {
            try (Stream<Path> runs = Files.list(home().resolve("runs"))) {
                assertThat(runs).as("run directories").isEmpty();
            }
        }
    }

    static List<String> containers() throws Exception {
        return Commands.run("docker", "ps", "-aq", "--filter", "label=dev.hostler.agent")
                .lines()
                .toList();
    }

    private static List<String> memoryFiles() throws IOException {
        try (Stream<Path> shm = Files.list(Path.of("/dev/shm"));
                Stream<Path> run = Files.list(Path.of("/run"))) {
            return Stream.concat(shm, run)
                    .map(Path::toString)
                    .filter(name -> name.contains("hostler"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> supervisors() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("supervisor.sh"))
                .toList();
    }
}
