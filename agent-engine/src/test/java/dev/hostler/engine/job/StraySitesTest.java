package dev.hostler.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.sandbox.OutputBounds;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.engine.warm.WarmKey;
import dev.hostler.testkit.FakeExecutor;
import dev.hostler.testkit.ManualScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StraySitesTest {
    private final SystemScheduler machine = SystemScheduler.create();
    private final ManualScheduler time = new ManualScheduler();
    private final FakeExecutor containers = new FakeExecutor();
    private final FakeExecutor host = new FakeExecutor();
    private final Placement placement = new Placement(Map.of("docker", containers, "process", host));

    @TempDir
    Path directory;

    private SitePlanner planner;
    private StraySites strays;

    @BeforeEach
    void open() {
        planner =
                new SitePlanner("agent", directory.resolve("disk"), directory.resolve("memory"), OutputBounds.DEFAULT);
        strays = new StraySites(planner, placement, time);
    }

    @AfterEach
    void close() {
        strays.close();
        containers.endAll();
        host.endAll();
        machine.close();
    }

    private JobSite site(FakeExecutor executor) throws InterruptedException {
        JobSite site = planner.newSite();
        site.create(new OsProcessLauncher(machine));
        WarmKey key = new WarmKey(new Isolation("fake"), Optional.empty(), SandboxSpec.Limits.NONE, true);
        executor.open(planner.spec(site, key), text -> {}, CancellationToken.NONE);
        return site;
    }

    @Test
    void takesAwayWhatNoJobKnowsAndNothingElse() throws InterruptedException {
        JobSite stray = site(containers);
        JobSite known = site(host);

        strays.remove(Set.of(known.sandboxId()));

        assertThat(containers.sandboxes()).isEmpty();
        assertThat(host.sandboxes()).hasSize(1);
        assertThat(planner.existing()).containsExactly(known.sandboxId());
        assertThat(stray.directories().workspace()).doesNotExist();
    }

    @Test
    void keepsAReminderOfWhatAnExecutorThatDoesNotAnswerMayHave() throws Exception {
        JobSite stray = site(containers);
        JobSite other = site(host);
        Files.writeString(stray.directories().workspace().resolve("secret"), "x");
        containers.makeUnavailable("it is slow");

        strays.remove(Set.of());

        assertThat(host.sandboxes()).isEmpty();
        assertThat(planner.existing()).containsExactly(stray.sandboxId()).doesNotContain(other.sandboxId());
        assertThat(directory.resolve("disk").resolve(stray.sandboxId())).isEmptyDirectory();
        assertThat(stray.directories().input()).doesNotExist();

        time.advance(Duration.ofMinutes(2));
        assertThat(containers.sandboxes()).hasSize(1);
        containers.makeAvailable();
        time.advance(Duration.ofMinutes(2));

        assertThat(containers.sandboxes()).isEmpty();
        assertThat(planner.existing()).isEmpty();
    }

    @Test
    void looksNoMoreOnceItIsClosed() throws InterruptedException {
        JobSite stray = site(containers);
        containers.makeUnavailable("it is slow");
        strays.remove(Set.of());

        strays.close();
        containers.makeAvailable();
        time.advance(Duration.ofHours(3));

        assertThat(containers.sandboxes()).hasSize(1);
        assertThat(planner.existing()).containsExactly(stray.sandboxId());
    }
}
