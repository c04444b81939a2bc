package dev.hostler.engine.bench;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.engine.AgentOnStore;
import dev.hostler.engine.state.SlowCommits;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.FakeExecutor;
import dev.hostler.testkit.FakeHost;
import dev.hostler.testkit.FakeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/**
 * How many wishes are stored durably in a second, each of them a change, by one caller and by 32 at a time, on a disk that
 * takes 5 ms for each commit and with a host in memory. Both in turns; prints medians and their ratio, how many commits that
 * took, and how many wishes that are met already are answered in a second.
 */
public final class DurableApplies implements AutoCloseable {
    private static final int CALLERS = 32;
    private static final Duration COMMIT = Duration.ofMillis(5);
    private static final long LEAST_MEMORY = 64L << 20;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final AtomicLong revisions = new AtomicLong();
    private final Duration time;
    private final SlowCommits store;
    private final Agent agent;

    private DurableApplies(Path root, Duration time) {
        this.time = time;
        this.store = SlowCommits.open(root.resolve("state.db"), COMMIT, scheduler);
        this.agent = AgentOnStore.start(
                AgentConfig.builder(root.resolve("data"))
                        .disable("docker")
                        .disable("process")
                        .disable("containers")
                        .disable("compose")
                        .disable("runners")
                        .executor(new FakeExecutor())
                        .runtime(FakeRuntime.provider(new FakeHost()))
                        .workloadKind(FakeRuntime.kind())
                        .build(),
                store.workloads());
    }

    /** Takes the seconds of one turn and the number of turns; 5 and 3 if not given. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path root = Files.createTempDirectory("hostler-bench-");
        try (DurableApplies bench = new DurableApplies(root, Duration.ofSeconds(seconds))) {
            bench.measure(turns);
        } finally {
            remove(root);
        }
    }

    private void measure(int turns) throws InterruptedException {
        List<Double> alone = new ArrayList<>();
        List<Double> together = new ArrayList<>();
        List<Double> skippedAlone = new ArrayList<>();
        List<Double> skippedTogether = new ArrayList<>();
        rate(CALLERS, this::change);
        for (int turn = 0; turn < turns; turn++) {
            alone.add(changes("one caller", 1));
            together.add(changes(CALLERS + " callers", CALLERS));
            skippedAlone.add(rate(1, this::repeat));
            skippedTogether.add(rate(CALLERS, this::repeat));
        }
        print("median, durable: one caller %.0f/s, %d callers %.0f/s", median(alone), CALLERS, median(together));
        print("ratio: %.1f", median(together) / median(alone));
        print(
                "median, met already: one caller %.0f/s, %d callers %.0f/s",
                median(skippedAlone), CALLERS, median(skippedTogether));
    }

    private double changes(String who, int callers) throws InterruptedException {
        long before = store.commits();
        double rate = rate(callers, this::change);
        double commits = (store.commits() - before) / (time.toNanos() / 1e9);
        print("%s: %.0f durable wishes/s in %.0f commits/s", who, rate, commits);
        return rate;
    }

    /** A new revision, which changes the instance in place. */
    private long change(int caller) {
        long revision = revisions.incrementAndGet();
        ContainerLimits limits = ContainerLimits.NONE.withMemory(LEAST_MEMORY + revision);
        return apply(caller, limits, false);
    }

    /** What was applied first is applied again and again. */
    private long repeat(int caller) {
        return apply(CALLERS + caller, ContainerLimits.NONE, true);
    }

    private long apply(int workload, ContainerLimits limits, boolean skipped) {
        ContainerSpec spec = ContainerSpec.builder("image").limits(limits).build();
        boolean was = agent.apply(ApplyWorkload.of("w" + workload, spec)).skipped();
        return was == skipped ? 1 : 0;
    }

    /** Returns how often in a second so many callers together do something. */
    private double rate(int callers, IntToLongFunction call) throws InterruptedException {
        AtomicLong count = new AtomicLong();
        CountDownLatch over = new CountDownLatch(callers);
        long start = System.nanoTime();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            scheduler.start("caller", () -> {
                while (System.nanoTime() - start < time.toNanos()) {
                    count.addAndGet(call.applyAsLong(caller));
                }
                over.countDown();
            });
        }
        over.await();
        return count.get() / ((System.nanoTime() - start) / 1e9);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        agent.close();
        store.close();
        scheduler.close();
    }
}
