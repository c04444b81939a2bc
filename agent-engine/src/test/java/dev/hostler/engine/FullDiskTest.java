package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.engine.testing.SmallDisk;
import dev.hostler.testkit.FakeExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose data directory has a disk of its own, which runs full. */
class FullDiskTest {
    private static final long FLOOR = 8L << 20;

    @TempDir
    Path directory;

    private SmallDisk disk;
    private TestAgent agent;

    @BeforeEach
    void start() throws Exception {
        // The store's native part stays mapped from where it was first loaded, which must not be the small disk.
        TestAgent.start(directory.resolve("elsewhere")).close();
        disk = SmallDisk.at(directory.resolve("disk"), 32);
        FakeExecutor executor = new FakeExecutor();
        agent = TestAgent.start(TestAgent.config(disk.root(), executor).minimumFreeBytes(FLOOR), executor);
    }

    @AfterEach
    void close() throws Exception {
        agent.close();
        disk.close();
    }

    @Test
    void aJobThatRunsWaitsWithItsLogAndItsResultUntilThereIsRoom() throws Exception {
        Path go = directory.resolve("go");
        Path over = directory.resolve("over");
        // What it prints fits into the page that its own file has, and not with all else into the log's.
        JobHandle job = agent.submit(job("a").step(AgentScenario.step(
                        "wait",
                        "echo up; until [ -e '" + go + "' ]; do sleep 0.02; done; printf '%04000d' 0; : >'" + over
                                + "'; exit 3")
                .build()));
        AgentScenario.awaitLine(job, "up");

        disk.fill(0);
        Files.createFile(go);
        await().until(() -> Files.exists(over));
        assertThat(job.await(Duration.ofSeconds(1))).isEmpty();
        assertThat(agent.agent().health().accepting()).isTrue();
        disk.free();

        assertThat(job.await().exitCode()).isEqualTo(OptionalInt.of(3));
        assertThat(TestAgent.log(job)).contains("exit code 3");
        assertThat(agent.agent().job(job.key()).orElseThrow().await()).isEqualTo(job.await());
    }

    @Test
    void takesNoNewJobUntilThereIsRoomAgain() throws Exception {
        disk.fill(FLOOR / 2);

        assertThatThrownBy(() -> agent.submit(job("a").run("true")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_CAPACITY))
                .hasMessageContaining("takes no new work below 8 MiB; free some space there");

        disk.free();
        JobHandle job = agent.submit(job("a").run("true"));
        assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
    }
}
