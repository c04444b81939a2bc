package dev.hostler.engine.executor.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.engine.executor.cgroup.Controller;
import dev.hostler.engine.executor.cgroup.GroupTree;
import dev.hostler.engine.testing.TestContext;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.LimitsContract;
import dev.hostler.testkit.SandboxBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Run as root, as the build's own tests are, this is the strongest isolation. */
class ProcessSandboxTest extends LimitsContract {
    private final SystemScheduler scheduler = SystemScheduler.create();
    private final Map<String, String> settings = new HashMap<>();
    private final String agentId = "test" + ProcessHandle.current().pid();

    @Override
    protected JobExecutor createExecutor() {
        settings.putIfAbsent("data-directory", dataDirectory().toString());
        return new ProcessExecutorProvider().create(TestContext.of(agentId, scheduler, settings));
    }

    @Override
    protected Path dataDirectory() {
        try {
            return Files.createDirectories(root.resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected SandboxSpec broken(SandboxSpec spec) {
        return withoutWorkspace(spec, root.resolve("not-there"));
    }

    static SandboxSpec withoutWorkspace(SandboxSpec spec, Path missing) {
        SandboxSpec.Directories at = spec.directories();
        SandboxSpec.Directories gone =
                new SandboxSpec.Directories(missing, at.home(), at.input(), at.output(), at.scratch());
        return new SandboxSpec(spec.id(), gone, spec.entry(), spec.image(), spec.limits(), spec.network());
    }

    @Override
    protected List<String> leftovers() throws IOException {
        return leftoversOf(agentId, root);
    }

    /** Returns the processes that carry an agent's mark or name a directory, and the mounts below it. */
    static List<String> leftoversOf(String agentId, Path root) throws IOException {
        List<String> found = new ArrayList<>();
        HostProcesses host = new HostProcesses();
        for (long pid : host.all()) {
            String mark = host.environment(pid).getOrDefault(HostProcesses.MARK, "");
            if (mark.startsWith(agentId + "/") || host.command(pid).toString().contains(root.toString())) {
                found.add(pid + " " + host.command(pid));
            }
        }
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            mounts.filter(line -> line.contains(root.toString())).forEach(found::add);
        }
        new SandboxGroups(GroupTree.read(), agentId).sandboxes().forEach(group -> found.add("control group " + group));
        return found;
    }

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @Test
    void eachSandboxHasAUserOfItsOwnWithoutAnyPower() {
        SandboxBench one = newBench();
        SandboxBench other = newBench();
        open(one);
        open(other);

        String user = one.run("id -u");

        assertThat(Integer.parseInt(user)).isGreaterThanOrEqualTo(1_200_000_000);
        assertThat(other.run("id -u")).isNotEqualTo(user);
        assertThat(one.run("id -G")).isEqualTo(user);
        assertThat(one.run("grep '^Cap' /proc/self/status").lines())
                .allMatch(line -> line.endsWith("\t0000000000000000"));
        assertThat(notices)
                .first()
                .asString()
                .isEqualTo("isolation: process (own PID and mount namespace, own user " + user + ")");
    }

    @Test
    void whatTheJobGotBelongsToItsUser() throws IOException {
        SandboxBench bench = newBench();
        Path file = bench.directories().workspace().resolve("given");
        Path outside = Files.writeString(root.resolve("outside"), "x");
        Files.writeString(file, "x");
        Files.createSymbolicLink(bench.directories().workspace().resolve("link"), outside);

        open(bench);

        bench.run("echo y >given; rm given; mkdir \"$HOME/.cache\"");
        assertThat(Files.getAttribute(outside, "unix:uid")).isEqualTo(0);
    }

    @Test
    void nothingInTheOutputDirectoryCanBeRun() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        String file = sandbox.layout().output() + "/program";

        int step = bench.start("cp /bin/true " + file + " && chmod 4755 " + file + " && " + file);

        assertThat(bench.exitCode(step)).isEqualTo(126);
    }

    @Test
    void worldWritableDirectoriesArePrivate() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        String name = "hostler-" + sandbox.handle().sandbox();

        bench.run("for d in /tmp /var/tmp /dev/shm; do echo x >$d/" + name + "; done");

        assertThat(Path.of("/tmp", name)).doesNotExist();
        assertThat(Path.of("/var/tmp", name)).doesNotExist();
        assertThat(Path.of("/dev/shm", name)).doesNotExist();
    }

    @Test
    void inputDirectoriesAndDataAreHiddenOutsideOfTemporaryDirectoriesToo() throws IOException {
        Path runtime = Files.createTempDirectory(Path.of("/run"), "hostler-test");
        Path data = Files.createTempDirectory(Path.of("/var/lib"), "hostler-test");
        try {
            SandboxBench bench = SandboxBench.create(runtime.resolve("one"));
            Path other = Files.createDirectory(runtime.resolve("two"));
            Files.writeString(other.resolve("secret"), "canary");
            Files.writeString(data.resolve("secret"), "canary");
            settings.put("user", "agent");
            settings.put("data-directory", data.toString());
            executor = newExecutor();
            open(bench);

            int look = bench.start("ls " + runtime + " " + data + "; umount " + runtime + " " + data + "; cat " + data
                    + "/secret " + other + "/secret; touch " + data + "/x && echo made");
            bench.exitCode(look);

            assertThat(bench.output(look)).startsWith(runtime + ":\n\n" + data + ":\n");
            assertThat(bench.output(look)).doesNotContain("canary").doesNotContain("made");
        } finally {
            endEverythingNow();
            deleteTree(runtime);
            deleteTree(data);
        }
    }

    private void endEverythingNow() {
        executor.sandboxes().forEach(handle -> executor.recover(handle).destroy());
    }

    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void keepsTheAgentsUserWhenToldTo() {
        settings.put("user", "agent");
        executor = newExecutor();
        SandboxBench bench = newBench();
        open(bench);

        assertThat(bench.run("id -u")).isEqualTo("0");
        assertThat(bench.run("grep '^CapBnd' /proc/self/status")).endsWith("\t0000000000000000");
        assertThat(notices).first().asString().contains("the agent's user");
    }

    @Test
    void theNumberOfProcessesIsLimited() {
        SandboxBench bench = newBench();
        SandboxSpec given = spec(bench);
        open(
                bench,
                new SandboxSpec(
                        given.id(),
                        given.directories(),
                        given.entry(),
                        Optional.of("some/image"),
                        new SandboxSpec.Limits(OptionalDouble.of(1), OptionalLong.empty(), OptionalInt.of(20)),
                        true));

        int bomb = bench.start("i=0; while [ $i -lt 60 ]; do i=$((i+1)); sleep 4243 & done");

        assertThat(bench.exitCode(bomb)).isNotZero();
        assertThat(notices)
                .contains("image some/image is not used: steps run on the host itself")
                .noneMatch(line -> line.contains("does not enforce"));
    }

    @Test
    void aControlGroupThatADeadAgentHasLeftIsListedAndRemoved() {
        SandboxGroups groups = new SandboxGroups(GroupTree.read(), agentId);
        SandboxSpec.Limits limits =
                new SandboxSpec.Limits(OptionalDouble.empty(), OptionalLong.of(64L << 20), OptionalInt.of(9));
        assertThat(groups.open("left", limits).directories()).hasSize(2).allMatch(Files::isDirectory);

        List<SandboxHandle> found = executor.sandboxes();

        assertThat(found).extracting(SandboxHandle::sandbox).containsExactly("left");
        assertThat(executor.recover(found.get(0)).state()).isInstanceOf(SandboxState.Ended.class);
        executor.recover(found.get(0)).destroy();
        assertThat(groups.sandboxes()).isEmpty();
        assertThat(groups.named("left").directories()).noneMatch(Files::exists);
    }

    @Test
    void agentWideLimitsHoldWhereTheSpecHasNone() {
        settings.putAll(Map.of("memory", "32MiB", "processes", "25"));
        executor = newExecutor();

        Sandbox sandbox = open(newBench());

        assertThat(sandbox.memory().limitBytes()).isEqualTo(OptionalLong.of(32L << 20));
        assertThat(SandboxRecord.of(sandbox.handle()).group().has(Controller.PIDS))
                .isTrue();
    }

    @Test
    void withoutAnySettingTheNumberOfProcessesIsLimitedAllTheSame() throws IOException {
        Sandbox sandbox = open(newBench());

        Path group = SandboxRecord.of(sandbox.handle()).group().directories().get(0);
        assertThat(Files.readString(group.resolve("pids.max")).strip()).isEqualTo("4096");
    }

    @Test
    void aSandboxWhoseOuterProcessWasKilledStillStandsAndIsFound() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        SandboxRecord at = SandboxRecord.of(sandbox.handle());
        TestContext context = TestContext.of(agentId, scheduler, settings);
        List<ProcessIdentity> unshare = context.processes().children(at.outer());

        context.processes().kill(at.outer());
        unshare.forEach(context.processes()::kill);

        assertThat(bench.run("echo here")).isEqualTo("here");
        assertThat(executor.sandboxes())
                .singleElement()
                .satisfies(found -> executor.recover(found).destroy());
        assertThat(executor.sandboxes()).isEmpty();
    }
}
