package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.spi.MetricSink;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.testkit.FakeExecutor;
import dev.hostler.testkit.FakeHost;
import dev.hostler.testkit.FakeRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of a whole agent. */
class MetricsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path data;

    /** Keeps what it is told, how often for times and counts. */
    private static final class Book implements MetricSink {
        private final Map<String, Integer> times = new ConcurrentHashMap<>();
        private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

        @Override
        public void count(String name, Map<String, String> labels, long amount) {
            times.merge(name + new TreeMap<>(labels), 1, Integer::sum);
        }

        @Override
        public void time(String name, Map<String, String> labels, Duration duration) {
            assertThat(duration.isNegative()).isFalse();
            times.merge(name + new TreeMap<>(labels), 1, Integer::sum);
        }

        @Override
        public void gauge(String name, Map<String, String> labels, DoubleSupplier value) {
            gauges.put(name, value);
        }
    }

    /** A sink with a defect. */
    private record Broken(AtomicInteger told) implements MetricSink {
        @Override
        public void count(String name, Map<String, String> labels, long amount) {
            throw new IllegalStateException("count " + told.incrementAndGet());
        }

        @Override
        public void time(String name, Map<String, String> labels, Duration duration) {
            throw new IllegalStateException("time " + told.incrementAndGet());
        }

        @Override
        public void gauge(String name, Map<String, String> labels, DoubleSupplier value) {
            throw new IllegalStateException("gauge " + told.incrementAndGet());
        }
    }

    @Test
    void everySinkGetsThemWhateverAnotherOneDoes() throws Exception {
        Book book = new Book();
        AtomicInteger told = new AtomicInteger();
        try (Agent agent = Agent.start(TestAgent.config(data, new FakeExecutor())
                .slots(3)
                .runtime(FakeRuntime.provider(new FakeHost()))
                .workloadKind(FakeRuntime.kind())
                .metricSink(new Broken(told))
                .metricSink(book)
                .build())) {
            assertThat(agent.submit(TestAgent.job("j").run("true").build())
                            .await()
                            .conclusion())
                    .isEqualTo(Conclusion.SUCCEEDED);
            agent.apply(ApplyWorkload.of("web", ContainerSpec.builder("a").build()))
                    .handle()
                    .awaitSettled(LONG);

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(book.times)
                            .containsEntry("hostler.job.duration{conclusion=succeeded}", 1)
                            .containsEntry("hostler.job.wait{}", 1)
                            .containsEntry("hostler.workload.step{outcome=done, step=create}", 1)
                            .containsKeys(
                                    "hostler.store.commit{}",
                                    "hostler.runtime.look{outcome=seen, runtime=fake-runtime}"));
            assertThat(book.gauges.get("hostler.jobs.slots").getAsDouble()).isEqualTo(3);
            assertThat(book.gauges.get("hostler.workloads").getAsDouble()).isEqualTo(1);
            assertThat(book.gauges.get("hostler.node.memory.percent").getAsDouble())
                    .isBetween(0.0, 100.0);
            assertThat(book.gauges)
                    .containsOnlyKeys(
                            "hostler.jobs.running",
                            "hostler.jobs.queued",
                            "hostler.jobs.slots",
                            "hostler.workloads",
                            "hostler.warm.sandboxes",
                            "hostler.warm.memory.bytes",
                            "hostler.node.cpu.percent",
                            "hostler.node.memory.percent",
                            "hostler.node.disk.percent");
            assertThat(told).hasPositiveValue();
        }
    }
}
