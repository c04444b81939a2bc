package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.engine.testing.SmallDisk;
import dev.hostler.testkit.FakeExecutor;
import java.nio.file.Path;
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
