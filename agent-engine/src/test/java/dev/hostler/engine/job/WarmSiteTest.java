package dev.hostler.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.sandbox.OutputBounds;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.engine.warm.WarmKey;
import dev.hostler.testkit.FakeExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmSiteTest {
    private final SystemScheduler scheduler = SystemScheduler.create();
    private final FakeExecutor executor = new FakeExecutor();

    @TempDir
    Path directory;

    private Optional<String> likeness = Optional.of("one");
    private WarmSite site;

    @BeforeEach
    void open() throws InterruptedException {
        SitePlanner planner =
                new SitePlanner("agent", directory.resolve("disk"), directory.resolve("memory"), OutputBounds.DEFAULT);
        JobSite place = planner.newSite();
        place.create(new OsProcessLauncher(scheduler));
        WarmKey key = new WarmKey(new Isolation("fake"), Optional.empty(), SandboxSpec.Limits.NONE, true);
        Sandbox sandbox = executor.open(planner.spec(place, key), text -> {}, CancellationToken.NONE);
        place.hold(sandbox, scheduler, point -> {}).awaitReady(Duration.ofSeconds(30));
        site = new WarmSite(place, sandbox, List.of(), "one", () -> likeness);
    }

    @AfterEach
    void nothingIsLeft() {
        site.destroy();
        assertThat(executor.sandboxes()).isEmpty();
        assertThat(directory.resolve("disk")).isEmptyDirectory();
        assertThat(directory.resolve("memory")).isEmptyDirectory();
        scheduler.close();
    }

    private static JobKey job(String id) {
        return new JobKey(Owner.EMBEDDER, new JobId(id));
    }

    @Test
    void itIsTheFirstJobsForEver() throws Exception {
        site.claim(job("first"));
        assertThatThrownBy(() -> site.claim(job("second")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining(site.site().sandboxId());
        Path taken = site.site().directories().input().resolveSibling("taken");
        assertThat(Files.readString(taken)).contains("first").doesNotContain("second");
    }

    @Test
    void itAnswersAsOftenAsItIsAskedAndNotOnceItHasEnded() throws Exception {
        assertThat(site.answers()).isTrue();
        assertThat(site.answers()).isTrue();
        executor.endAll();
        assertThat(site.answers()).isFalse();
    }

    /** The next session's questions may have the same numbers. */
    @Test
    void anAnswerDoesNotOutliveItsQuestion() throws Exception {
        assertThat(site.answers()).isTrue();
        assertThat(site.site().directories().output().resolve("pong")).isEmptyFile();
    }

    @Test
    void itIsSoundWhileItStandsAndIsMadeOfTheSame() {
        assertThat(site.isSound()).isTrue();
        likeness = Optional.of("another");
        assertThat(site.isSound()).isFalse();
        likeness = Optional.of("one");
        executor.endAll();
        assertThat(site.isSound()).isFalse();
    }
}
