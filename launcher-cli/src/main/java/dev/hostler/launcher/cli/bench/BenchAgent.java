package dev.hostler.launcher.cli.bench;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import dev.hostler.api.spi.MetricSink;
import dev.hostler.api.spi.SecretResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** An agent of the bench's own, in a directory of its own, and its jobs. Thread-safe. */
final class BenchAgent implements AutoCloseable {
    private static final String LINE = "hostler-bench";
    private static final int SECRETS = 50;

    /** A container's own name for itself is the beginning of its id, unless it is given another. */
    private static final String NAME_ITSELF = "echo " + LINE + " $(cat /etc/hostname); sleep 60";

    private final BenchPlan plan;
    private final Agent agent;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicLong hits = new AtomicLong();
    private final Map<String, Long> finished = new ConcurrentHashMap<>();

    BenchAgent(BenchPlan plan, Path socket, Path data, Function<AgentConfig, Agent> agents) {
        this.plan = plan;
        AgentConfig.Builder config = AgentConfig.builder(data)
                .slots(plan.callers())
                .provider("docker", Map.of("host", "unix://" + socket, "pull", "never"))
                .provider("warm", Map.of("most", String.valueOf(plan.pool())))
                .secretResolver(new Numbered())
                .metricSink(new Hits())
                .eventSink(this::note)
                .cancelGrace(Duration.ofSeconds(1))
                .onClose(AgentConfig.OnClose.CANCEL);
        this.agent = agents.apply(config.build());
    }

    /**
     * When a job came so far, in nanoseconds from its acceptance. Immutable.
     *
     * @param firstLine its first line could be read
     * @param stored its result was stored
     * @param removed its sandbox was gone
     */
    record Times(long firstLine, long stored, long removed) {}

    /** Finds secrets that are in no output, or in all of it. */
    private static final class Numbered implements SecretResolver {
        @Override
        public String id() {
            return "bench";
        }

        @Override
        public Optional<String> resolve(String name) {
            return name.startsWith("BENCH_") ? Optional.of("secret-of-the-bench-" + name) : Optional.empty();
        }
    }

    private final class Hits implements MetricSink {
        @Override
        public void count(String name, Map<String, String> labels, long amount) {
            if (name.equals("hostler.warm.hits")) {
                hits.addAndGet(amount);
            }
        }

        @Override
        public void time(String name, Map<String, String> labels, Duration duration) {
            // Of no interest here.
        }

        @Override
        public void gauge(String name, Map<String, String> labels, DoubleSupplier value) {
            // Of no interest here.
        }
    }

    private void note(AgentEvent event) {
        if (event instanceof AgentEvent.JobChanged changed && changed.state() == JobState.FINISHED) {
            finished.put(changed.job().id().value(), System.nanoTime());
        }
    }

    /** Returns how many jobs have got a sandbox that stood ready. */
    long hits() {
        return hits.get();
    }

    /** Runs one short job. */
    Times run(boolean network, boolean fresh) throws InterruptedException, IOException {
        JobSpec.Builder job = job(network).run("echo " + LINE);
        if (fresh) {
            job.freshSandbox();
        }
        JobHandle handle = agent.submit(job.build());
        long accepted = System.nanoTime();
        long[] first = new long[1];
        handle.followLog(line -> {
            if (first[0] == 0 && line.text().equals(LINE)) {
                first[0] = System.nanoTime();
            }
        });
        require(handle.await());
        long removed = System.nanoTime();
        Long stored = finished.remove(handle.key().id().value());
        return new Times(first[0] - accepted, (stored == null ? removed : stored) - accepted, removed - accepted);
    }

    /** Something that is to be known of a container while a job's steps run in it. */
    @FunctionalInterface
    interface Look<T> {
        T at(String container) throws IOException;
    }

    /** Runs a job that stays until its container was looked at. */
    <T> T look(boolean network, Look<T> look) throws InterruptedException, IOException {
        JobHandle handle =
                agent.submit(job(network).run(NAME_ITSELF).freshSandbox().build());
        CompletableFuture<T> found = new CompletableFuture<>();
        handle.followLog(line -> {
            if (line.text().startsWith(LINE)) {
                look(line.text().substring(LINE.length() + 1), look, found);
                handle.cancel();
            }
        });
        JobResult over = handle.await();
        found.completeExceptionally(new IOException("a job of the bench does not say where it runs: " + over));
        try {
            return found.get();
        } catch (ExecutionException e) {
            throw new IOException("Docker does not say how a job's container is made: " + e.getCause(), e);
        }
    }

    private static <T> void look(String container, Look<T> look, CompletableFuture<T> found) {
        try {
            found.complete(look.at(container));
        } catch (IOException e) {
            found.completeExceptionally(e);
        }
    }

    /** Runs a job of many steps that do nothing, and notes what each has cost. */
    void steps(int count, Samples into) throws InterruptedException, IOException {
        JobSpec.Builder job = job(false);
        for (int i = 0; i < count; i++) {
            job.run(":");
        }
        JobResult result = require(agent.submit(job.build()).await());
        result.steps().stream()
                .skip(count / 10)
                .forEach(step -> into.addNanos(step.duration().toNanos()));
    }

    /** Runs a script that prints much; returns how long its step took, in nanoseconds. */
    long print(String script, boolean masked) throws InterruptedException, IOException {
        JobSpec.Builder job = job(false);
        for (int i = 0; masked && i < SECRETS; i++) {
            job.secret("BENCH_" + i);
        }
        return require(agent.submit(job.run(script).build()).await())
                .steps()
                .get(0)
                .duration()
                .toNanos();
    }

    private JobSpec.Builder job(boolean network) {
        return JobSpec.builder("bench-" + number.incrementAndGet())
                .isolation(Isolation.DOCKER)
                .image(plan.image())
                .network(network)
                .limits(JobLimits.builder()
                        .cpus(BenchPlan.CPUS)
                        .memoryBytes(BenchPlan.MEMORY)
                        .build());
    }

    private static JobResult require(JobResult result) throws IOException {
        if (result.conclusion() != Conclusion.SUCCEEDED) {
            throw new IOException("a job of the bench has " + result.conclusion() + ": "
                    + result.failure().map(Object::toString));
        }
        return result;
    }

    @Override
    public void close() {
        agent.close();
    }
}
