package dev.hostler.engine.executor.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the kernel's own groups of version 2; which controllers it has there does not matter. */
class DelegationTest {
    private Path top = Path.of("/");
    private Path group = Path.of("/");
    private String controller = "";
    private boolean passedOnBefore;

    /** A process that is in the group: {@code GROUP LEAF CONTROLLER}. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            Delegation delegation = new Delegation(Path.of(arguments[0]), Path.of(arguments[1]));
            System.out.println(delegation.pass(List.of(arguments[2])) + " " + delegation.pass(List.of(arguments[2])));
            System.out.println(Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                    .filter(line -> line.startsWith("0::"))
                    .findFirst()
                    .orElse(""));
        }
    }

    @BeforeEach
    void make() throws IOException {
        Optional<Path> mount = mount();
        assumeTrue(mount.isPresent(), "no control groups of version 2 are mounted");
        top = mount.get();
        controller = ControlGroup.words(top.resolve("cgroup.controllers")).stream()
                .findFirst()
                .orElse("");
        assumeTrue(!controller.isEmpty(), "control groups of version 2 have no controllers here");
        passedOnBefore =
                ControlGroup.words(top.resolve("cgroup.subtree_control")).contains(controller);
        write(top.resolve("cgroup.subtree_control"), "+" + controller);
        group = Files.createDirectory(
                top.resolve("hostler-test-" + ProcessHandle.current().pid()));
    }

    private static Optional<Path> mount() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mounts"))) {
            return lines.map(line -> line.split(" "))
                    .filter(words -> words[2].equals("cgroup2"))
                    .map(words -> Path.of(words[1]))
                    .findFirst();
        }
    }

    @AfterEach
    void remove() throws IOException {
        if (!group.equals(Path.of("/"))) {
            for (Path made : List.of(leaf(), group)) {
                Awaitility.await().ignoreExceptions().until(() -> Files.deleteIfExists(made) || !Files.exists(made));
            }
            if (!passedOnBefore) {
                write(top.resolve("cgroup.subtree_control"), "-" + controller);
            }
        }
    }

    private Path leaf() {
        return group.resolve("leaf");
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardOpenOption.WRITE);
    }

    private List<String> runInside(String before) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "echo 0 >$1/cgroup.procs; shift; " + before));
        command.addAll(List.of("sh", group.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(group.toString(), leaf().toString(), controller));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    @Test
    void aProcessThatIsAloneInItsGroupLeavesItForALeaf() throws Exception {
        List<String> lines = runInside("exec \"$@\"");

        assertThat(lines).containsExactly("true true", "0::/" + group.getFileName() + "/leaf");
        assertThat(ControlGroup.words(group.resolve("cgroup.subtree_control"))).contains(controller);
    }

    @Test
    void aProcessThatIsNotAloneStaysWhereItWas() throws Exception {
        List<String> lines = runInside("sleep 4244 >/dev/null & \"$@\"; kill $!");

        assertThat(lines).containsExactly("false false", "0::/" + group.getFileName());
        assertThat(leaf()).doesNotExist();
    }
}
