package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.WorkloadKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every runtime promises. Confined to one thread. */
public abstract class WorkloadRuntimeContract extends RuntimeLogContract {
    @Test
    void tellsOfEachKindOfChangeWithoutBeingAsked() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        runtime.watch(told::incrementAndGet);
        await("told once it watches").atMost(LIMIT).until(() -> told.get() > 0);
        InstanceHandle handle = create(forever());

        awaitMore(told, () -> runtime.start(handle));
        awaitMore(told, () -> killBehind(handle));
        awaitMore(told, () -> removeBehind(handle));
    }

    private static void awaitMore(AtomicInteger told, Act act) throws InterruptedException {
        int before = told.get();
        act.run();
        await().atMost(Duration.ofSeconds(10)).until(() -> told.get() > before);
    }

    @FunctionalInterface
    private interface Act {
        void run() throws InterruptedException;
    }

    @Test
    void whatItIsToldToLookAtIsThereWhenItLooks() throws InterruptedException {
        List<Instance.State> seen = new CopyOnWriteArrayList<>();
        runtime.watch(() -> {
            try {
                runtime.observeAll().forEach(instance -> seen.add(instance.state()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        InstanceHandle handle = start(forever());
        await().atMost(LIMIT).until(() -> seen.contains(Instance.State.RUNNING));
        killBehind(handle);

        await().atMost(LIMIT).until(() -> seen.contains(Instance.State.EXITED));
    }

    @Test
    void goesOnTellingWhenAListenerFails() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        runtime.watch(() -> {
            told.incrementAndGet();
            throw new IllegalStateException("the listener of a test fails");
        });
        await().atMost(LIMIT).until(() -> told.get() > 0);

        awaitMore(told, () -> create(forever()));
    }

    @Test
    void tellsNobodyAfterItIsClosed() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        runtime.watch(told::incrementAndGet);
        await().atMost(LIMIT).until(() -> told.get() > 0);

        runtime.close();
        int after = told.get();

        runtime = newRuntime(AGENT);
        AtomicInteger other = new AtomicInteger();
        runtime.watch(other::incrementAndGet);
        await().atMost(LIMIT).until(() -> other.get() > 0);
        awaitMore(other, () -> create(forever()));
        assertThat(told).hasValue(after);
    }

    @Test
    void closeLeavesEverythingAndAnotherRuntimeOfTheAgentGoesOnWithIt() throws InterruptedException {
        InstanceHandle handle = start(forever());
        awaitFirmness(handle);
        Instance before = see(handle);
        runtime.close();
        runtime.close();

        runtime = newRuntime(AGENT);

        assertThat(see(handle)).isEqualTo(before);
        runtime.stop(handle, GRACE);
        assertThat(see(handle).state()).isEqualTo(Instance.State.EXITED);
        runtime.start(handle);
    }

    @Test
    void twoAgentsOnOneHostDoNotSeeEachOther() throws InterruptedException {
        WorkloadRuntime other = newRuntime(OTHER_AGENT);
        WorkloadKey key = newKey();
        InstanceHandle ours = create(name(key, "rev-1"), forever());

        InstanceHandle theirs = other.create(name(key, "rev-1"), forever());

        assertThat(theirs).isNotEqualTo(ours);
        assertThat(runtime.observeAll()).extracting(Instance::handle).containsExactly(ours);
        assertThat(other.observeAll()).extracting(Instance::handle).containsExactly(theirs);
        other.destroyData(key);
        other.destroy(theirs);
        assertThat(runtime.observeAll()).extracting(Instance::handle).containsExactly(ours);
    }

    @Test
    void worksForManyWorkloadsAtTheSameTime() throws InterruptedException, ExecutionException {
        List<CompletableFuture<InstanceHandle>> starts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            WorkloadKey key = newKey();
            starts.add(CompletableFuture.supplyAsync(() -> startNow(key)));
        }
        List<InstanceHandle> handles = new ArrayList<>();
        for (CompletableFuture<InstanceHandle> start : starts) {
            handles.add(start.get());
        }

        assertThat(runtime.observeAll())
                .allMatch(instance -> instance.state() == Instance.State.RUNNING)
                .extracting(Instance::handle)
                .containsExactlyInAnyOrderElementsOf(handles);
    }

    private InstanceHandle startNow(WorkloadKey key) {
        try {
            InstanceHandle handle = create(name(key, "rev-1"), forever());
            runtime.start(handle);
            return handle;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
