package dev.hostler.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenedRecordsTest {
    private static final WorkloadKey WEB = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("web"));

    @TempDir
    private Path directory;

    private static WorkloadRecord record(String revision) {
        return new WorkloadRecord(
                WEB,
                ContainerSpec.builder("image").build(),
                new Revision(revision),
                "digest",
                DesiredState.RUNNING,
                Samples.NOON,
                Samples.NOON,
                1,
                Optional.empty(),
                Optional.empty(),
                Progress.NONE);
    }

    @Test
    void knowsARowByItsVeryTextOnly() {
        OpenedRecords opened = new OpenedRecords();
        opened.keep("text", record("1"));

        assertThat(opened.find(WEB, "text")).contains(record("1"));
        assertThat(opened.find(WEB, "another text")).isEmpty();
        opened.drop(WEB);
        assertThat(opened.find(WEB, "text")).isEmpty();
    }

    @Test
    void aChangeThatWasTakenBackIsNotRemembered() {
        Path database = directory.resolve("state.db");
        try (SqliteStateStore store =
                SqliteStateStore.open(database, Samples.KEYS, new PlainScheduler(), new Refusing())) {
            WorkloadStore workloads = store.workloads();
            change(workloads, WorkloadCommit.WISHED, "1");

            assertThat(changed(workloads, WorkloadCommit.NOTED, "2")).isFalse();

            assertThat(workloads.all()).containsExactly(record("1"));
            change(workloads, WorkloadCommit.WISHED, "3");
            assertThat(workloads.all()).containsExactly(record("3"));
        }
        try (SqliteStateStore store =
                SqliteStateStore.open(database, Samples.KEYS, new PlainScheduler(), CommitListener.NONE)) {
            assertThat(store.workloads().all()).isEqualTo(List.of(record("3")));
        }
    }

    /** Lets no note be taken. */
    private static final class Refusing implements CommitListener {
        @Override
        public void before(WorkloadCommit point, WorkloadKey workload) {
            if (point == WorkloadCommit.NOTED) {
                throw new IllegalStateException("a test refuses this");
            }
        }
    }

    private static boolean changed(WorkloadStore workloads, WorkloadCommit point, String revision) {
        try {
            change(workloads, point, revision);
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    private static void change(WorkloadStore workloads, WorkloadCommit point, String revision) {
        workloads.change(point, WEB, known -> WorkloadEdit.of(record(revision)));
    }
}
