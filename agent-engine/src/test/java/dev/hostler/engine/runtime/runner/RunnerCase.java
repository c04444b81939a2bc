package dev.hostler.engine.runtime.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;

/** What tests of single runners share: one runner, all gone at the end. Confined to one thread. */
abstract class RunnerCase {
    static final String AGENT = "case" + Long.toString(ProcessHandle.current().pid(), 36);
    static final Duration LIMIT = Duration.ofSeconds(30);
    private static final RunnerPage PAGE = new RunnerPage();
    static final WorkloadKey KEY = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("w"));

    final RunnerBench bench = new RunnerBench();
    RunnerRuntime runtime = bench.runtime(AGENT, Map.of());
    private int made;

    @AfterEach
    void leavesNothing() throws InterruptedException {
        try {
            for (Instance instance : runtime.observeAll()) {
                runtime.destroy(instance.handle());
            }
            runtime.destroyData(KEY);
            runtime.close();
            assertThat(bench.leftovers(AGENT)).isEmpty();
        } finally {
            bench.close();
        }
    }

    InstanceHandle start(RunnerSpec spec) throws InterruptedException {
        made++;
        runtime.prepare(KEY, spec, WorkloadNotices.NONE, CancellationToken.NONE);
        InstanceHandle handle =
                runtime.create(new InstanceName(KEY, new Revision("rev-" + made), "0000000000000000"), spec);
        runtime.start(handle);
        return handle;
    }

    Instance see(InstanceHandle handle) {
        return runtime.observeAll().stream()
                .filter(instance -> instance.handle().equals(handle))
                .findFirst()
                .orElseThrow();
    }

    Instance awaitStage(InstanceHandle handle, String stage) {
        await().atMost(LIMIT).until(() -> stage.equals(see(handle).details().get("stage")));
        return see(handle);
    }

    /** Waits for the end, and for what every end has: no process, and files and a status as the page says. */
    Instance awaitEnd(InstanceHandle handle) throws IOException {
        await().atMost(LIMIT).until(() -> see(handle).state() == Instance.State.EXITED);
        assertThat(bench.members(AGENT, handle)).as("processes").isEmpty();
        assertThat(RunnerBench.processes(Place.MARK + "=" + AGENT + "-" + handle.value()))
                .isEmpty();
        assertThat(bench.place(AGENT).secrets().of(handle.value())).doesNotExist();
        Instance ended = see(handle);
        boolean registered = Files.exists(files(handle).registration());
        PAGE.assertStatus(ended);
        PAGE.assertFiles(ended, new TreeSet<>(topFiles(handle)), registered);
        assertThat(files(handle).runner().resolve("_work")).doesNotExist();
        return ended;
    }

    List<String> topFiles(InstanceHandle handle) throws IOException {
        try (var files = Files.list(files(handle).directory())) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    InstanceFiles files(InstanceHandle handle) {
        return bench.place(AGENT).instance(handle.value());
    }

    Path kept(InstanceHandle handle) {
        return bench.place(AGENT).kept(KEY).resolve(handle.value());
    }

    List<String> lines(InstanceHandle handle) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        try (TimedLogStream log = runtime.log(handle, LogQuery.ALL)) {
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                whole.append(line.get().text());
                if (!line.get().continued()) {
                    lines.add(whole.toString());
                    whole.setLength(0);
                }
            }
        }
        return lines;
    }

    static void assertEnded(Instance ended, Outcome outcome, String... words) {
        assertThat(ended.details()).as(ended.message()).containsEntry("outcome", outcome.word());
        assertThat(ended.details().get("reason")).doesNotContain("\n");
        for (String word : words) {
            assertThat(ended.details().get("reason")).contains(word);
        }
        assertThat(ended.failed()).isEqualTo(outcome != Outcome.SUCCESS);
    }
}
