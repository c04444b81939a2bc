package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an executor promises that keeps a job apart from its host and from other jobs. Confined to one thread. */
public abstract class IsolationContract extends SandboxContract {
    private static final List<String> BEATS = List.of("leader", "session", "churner", "bare");

    /** Returns a directory that stands for the agent's data; the executor under test was told to hide it. */
    protected abstract Path dataDirectory();

    @Test
    void theInputDirectoryIsReadOnlyInside() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        String input = sandbox.layout().input();
        if (bench.isAttached()) {
            // The directory is the sandbox's own; nobody outside reads what is in it.
            return;
        }

        int attack = bench.start("cd " + input + "; echo x >new; echo x >>entry; rm -f entry; chmod 777 entry; "
                + "mv entry other; mount -o remount,rw " + input + "; umount " + input + "; echo x >new");
        bench.exitCode(attack);

        assertThat(bench.directories().input().resolve("new")).doesNotExist();
        assertThat(bench.directories().input().resolve("other")).doesNotExist();
        assertThat(bench.directories().input().resolve(SandboxBench.ENTRY))
                .isRegularFile()
                .content()
                .doesNotEndWith("x\n");
    }

    @Test
    void noDeviceCanBeMade() throws IOException {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);

        bench.exitCode(bench.start("for d in . \"$HOME\" " + sandbox.layout().output()
                + " /tmp; do mknod $d/device c 1 5 && echo made in $d; done; true"));

        for (Path shared : List.of(
                bench.directories().workspace(),
                bench.directories().home(),
                bench.directories().output())) {
            // Where nothing is shared, this holds of itself; what was printed tells.
            assertThat(shared.resolve("device")).doesNotExist();
        }
        assertThat(bench.output(1)).doesNotContain("made in");
    }

    @Test
    void nobodyInsideCanGainPrivileges() {
        SandboxBench bench = newBench();
        open(bench);

        assertThat(bench.run("grep NoNewPrivs /proc/self/status")).endsWith("1");
    }

    @Test
    void theAgentsDataAreNotToBeSeenInside() throws IOException {
        Path secret = dataDirectory().resolve("state");
        Files.writeString(secret, "canary");
        SandboxBench bench = newBench();
        open(bench);

        int look = bench.start("cat " + secret + "; ls -A " + dataDirectory()
                + " 2>/dev/null; unshare -Urm sh -c 'umount " + dataDirectory() + "; umount /tmp; cat " + secret + "'");
        bench.exitCode(look);

        assertThat(bench.output(look)).doesNotContain("canary");
        assertThat(bench.output(look).lines()).doesNotContain("state");
    }

    @Test
    void twoSandboxesDoNotSeeEachOther() {
        SandboxBench one = newBench();
        SandboxBench other = newBench();
        open(one);
        open(other);
        one.run("echo canary >secret; echo canary >/tmp/secret; sleep 4242 >/dev/null 2>&1 &");

        String seen = other.run("cat /tmp/secret " + one.directories().workspace() + "/secret "
                + one.directories().input()
                + "/entry 2>/dev/null; cat /proc/[0-9]*/cmdline | tr '\\0' ' '; kill -KILL -1 2>/dev/null; true");

        assertThat(seen).doesNotContain("canary").doesNotContain("4242").doesNotContain("umask");
        assertThat(one.run("cat secret /tmp/secret")).isEqualTo("canary\ncanary");
    }

    @Test
    void processesOfTheHostAreNotToBeSeenInside() {
        SandboxBench bench = newBench();
        open(bench);

        String commands = bench.run("cat /proc/[0-9]*/cmdline | tr '\\0' ' '");

        assertThat(commands).doesNotContain("java").doesNotContain("unshare");
    }

    @Test
    void killingStepsTakesWhateverTriesToEscape() throws InterruptedException {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        int step = startEscapers(bench);

        sandbox.killSteps();

        assertThat(BEATS).noneMatch(bench::beats);
        assertThat(bench.exitCode(step)).isEqualTo(137);
        assertThat(sandbox.state()).isEqualTo(new SandboxState.Alive());
        assertThat(bench.run("echo next")).isEqualTo("next");
    }

    @Test
    void everythingInsideEndsWithTheFirstProcess() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        bench.run("setsid sh -c '" + SandboxBench.heartbeat("session") + "' >/dev/null 2>&1 &");
        bench.awaitHeartbeat("session");

        end(sandbox, bench);

        SandboxBench.awaitState(sandbox, SandboxState.Ended.class);
        assertThat(bench.beats("session")).isFalse();
    }

    @Test
    void destroyTakesWhateverTriesToEscape() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        startEscapers(bench);

        sandbox.destroy();

        assertThat(BEATS).noneMatch(bench::beats);
    }

    private static int startEscapers(SandboxBench bench) {
        int step = bench.start("trap '' TERM INT HUP\n"
                + "setsid sh -c '" + SandboxBench.heartbeat("session") + "' &\n"
                + "env -i PATH=\"$PATH\" setsid sh -c '" + SandboxBench.heartbeat("bare") + "' &\n"
                + "cat >churn <<'E'\necho beat >>churner; sleep 0.01; setsid sh churn & exit\nE\n"
                + "setsid sh churn &\n" + SandboxBench.heartbeat("leader"));
        BEATS.forEach(bench::awaitHeartbeat);
        return step;
    }

    @Test
    void theFirstProcessCannotBeKilledFromInside() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);

        bench.exitCode(bench.start("kill -KILL 1; kill -STOP 1; kill -TERM 1; true"));

        assertThat(sandbox.state()).isEqualTo(new SandboxState.Alive());
        assertThat(bench.run("echo alive")).isEqualTo("alive");
    }

    @Test
    void withoutNetworkThereIsOnlyTheLoop() {
        SandboxBench bench = newBench();
        SandboxSpec given = spec(bench);
        open(
                bench,
                new SandboxSpec(given.id(), given.directories(), given.entry(), given.image(), given.limits(), false));

        List<String> interfaces = interfaces(bench);

        assertThat(interfaces).singleElement().asString().startsWith("lo:");
        assertThat(bench.run("cat /proc/net/route").lines().skip(1)).isEmpty();
    }

    @Test
    void withNetworkThereIsMoreThanTheLoop() {
        SandboxBench bench = newBench();
        open(bench);

        assertThat(interfaces(bench)).hasSizeGreaterThan(1);
    }

    private static List<String> interfaces(SandboxBench bench) {
        return bench.run("cat /proc/net/dev")
                .lines()
                .map(String::strip)
                .filter(line -> line.contains(":"))
                .toList();
    }
}
