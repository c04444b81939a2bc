package dev.hostler.engine.executor.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupTreeTest {
    private static final String V1 =
            "33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct";
    private static final String MEMORY = "35 31 0:32 /docker/c1 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory";

    @TempDir
    Path directory;

    @Test
    void inVersionOneEachControllerHasAHierarchy() {
        ControlGroup group = GroupTree.of(List.of(V1, MEMORY, "31 1 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw"))
                .groupOf(List.of("4:memory:/docker/c1/inner", "1:cpu,cpuacct:/agent", "0::/agent"));

        assertThat(group.directories())
                .containsExactly(Path.of("/sys/fs/cgroup/memory/inner"), Path.of("/sys/fs/cgroup/cpu,cpuacct/agent"));
        assertThat(group.has(Controller.PIDS)).isFalse();
    }

    @Test
    void inVersionTwoAllControllersShareOneHierarchy() throws IOException {
        Files.writeString(directory.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");

        ControlGroup group = GroupTree.of(List.of("41 31 0:38 / " + directory + " rw - cgroup2 cgroup2 rw"))
                .groupOf(List.of("0::/system.slice/hostler.service"));

        assertThat(group.directories()).containsExactly(directory.resolve("system.slice/hostler.service"));
        for (Controller controller : Controller.values()) {
            assertThat(group.has(controller)).isTrue();
        }
    }

    @Test
    void aGroupOutsideOfWhatIsMountedCannotBeReached() {
        GroupTree tree = GroupTree.of(List.of(MEMORY));

        assertThat(tree.groupOf(List.of("4:memory:/docker/c2")).directories()).isEmpty();
        assertThat(tree.groupOf(List.of("4:memory:/../c1")).directories()).isEmpty();
    }

    @Test
    void aProcessThatIsGoneIsInNoGroup() {
        assertThat(GroupTree.read().of(Integer.MAX_VALUE).directories()).isEmpty();
        assertThat(GroupTree.read().own().directories()).isNotEmpty();
    }
}
