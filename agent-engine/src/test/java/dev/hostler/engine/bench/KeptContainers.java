package dev.hostler.engine.bench;

import static org.awaitility.Awaitility.await;

import dev.hostler.engine.state.ChildJvm;
import dev.hostler.engine.state.DataDirectory;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.EngineRelay;
import dev.hostler.engine.testing.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures what an agent with so many containers takes, in a process of its own with little memory. Confined to one
 * thread.
 */
public final class KeptContainers implements AutoCloseable {
    /** As docs/workloads.md says. */
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-Xmx128m");

    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(3);

    private final int count;
    private final Path data;
    private final String agentId;
    private final EngineRelay relay;
    private Optional<ChildJvm> agent = Optional.empty();
    private Duration made = Duration.ZERO;

    private KeptContainers(int count, Path directory) throws IOException {
        this.count = count;
        this.data = directory.resolve("data-" + count);
        try (DataDirectory own = DataDirectory.open(data)) {
            this.agentId = own.agentId();
        }
        this.relay = EngineRelay.at(directory.resolve("s" + count));
    }

    /** Starts an agent and has it make the containers. */
    public static KeptContainers make(int count, Path directory) throws IOException {
        KeptContainers containers = new KeptContainers(count, directory);
        try {
            containers.made = containers.start(true);
            return containers;
        } catch (IOException | RuntimeException e) {
            containers.close();
            throw e;
        }
    }

    /**
     * How long something took, asked for many times. Immutable.
     *
     * @param first the first time, when nothing is warm
     * @param median in the middle
     * @param longest the longest
     */
    public record Times(Duration first, Duration median, Duration longest) {
        static Times parse(String line) {
            List<Duration> times = Stream.of(line.split(" "))
                    .map(micros -> Duration.ofNanos(Long.parseLong(micros) * 1000))
                    .toList();
            return new Times(times.get(0), times.get(1), times.get(2));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "first %.1f ms, median %.1f ms, longest %.1f ms", ms(first), ms(median), ms(longest));
        }

        private static double ms(Duration time) {
            return time.toNanos() / 1e6;
        }
    }

    /** Starts the next agent; returns how long after the start of its process all containers ran. */
    private Duration start(boolean make) throws IOException {
        agent = Optional.of(ChildJvm.start(
                ContainerKeeper.class,
                SMALL,
                data.toString(),
                relay.address(),
                String.valueOf(count),
                String.valueOf(make)));
        return Duration.ofMillis(Long.parseLong(answer()));
    }

    private String ask(String question) throws IOException {
        agent.orElseThrow().say(question);
        return answer();
    }

    private String answer() throws IOException {
        String line = agent.orElseThrow().line();
        if (line == null) {
            throw new IOException("the agent has ended");
        }
        return line;
    }

    /** Returns how often the engine was asked for anything so far. */
    public int calls() {
        return relay.requests().size();
    }

    /** Returns how long it took from the start of the process until all containers ran. */
    public Duration made() {
        return made;
    }

    /**
     * What happens while nothing happens. Immutable.
     *
     * @param requests what the engine was asked
     * @param wrote whether anything was written to the store
     */
    public record Idleness(List<String> requests, boolean wrote) {}

    /** Watches the agent for some time. */
    public Idleness idle(Duration time) throws IOException {
        awaitQuiet();
        Map<String, String> stored = StoreFiles.of(data);
        int before = relay.requests().size();
        await().pollDelay(time).atMost(time.plus(LONG)).until(() -> true);
        List<String> requests =
                relay.requests().subList(before, relay.requests().size());
        return new Idleness(requests, !StoreFiles.of(data).equals(stored));
    }

    /** What events told of has been looked at once no question comes for some time. */
    private void awaitQuiet() {
        int[] last = {-1};
        await().atMost(LONG).pollInterval(QUIET).until(() -> {
            int before = last[0];
            last[0] = relay.requests().size();
            return before == last[0];
        });
    }

    /** Asks for all workloads, many times. */
    public Times list() throws IOException {
        return Times.parse(ask("list"));
    }

    /** Asks for the agent's health, many times. */
    public Times health() throws IOException {
        return Times.parse(ask("health"));
    }

    /** Returns how much memory the agent's process has in use, in MiB. */
    public long memory() throws IOException {
        return status("VmRSS:");
    }

    /** Returns the most that it ever had, in MiB. */
    public long mostMemory() throws IOException {
        return status("VmHWM:");
    }

    private long status(String field) throws IOException {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc/" + agent.orElseThrow().pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(field))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024;
        }
    }

    /** Kills the agent (SIGKILL), starts the next one, and returns how long that takes to know of all containers. */
    public Duration recover() throws IOException, InterruptedException {
        agent.orElseThrow().kill();
        return start(false);
    }

    /** Deletes all workloads; returns how long that took. */
    public Duration delete() throws IOException {
        long start = System.nanoTime();
        if (!String.valueOf(count).equals(ask("delete"))) {
            throw new IOException("not all are gone");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Returns what the agent's containers carry. */
    public String agentId() {
        return agentId;
    }

    /** Ends the agent, and removes what it has left. */
    @Override
    public void close() {
        agent.ifPresent(ChildJvm::close);
        relay.close();
        try (DockerHost docker = DockerHost.require()) {
            docker.containers("dev.hostler.agent", agentId)
                    .forEach(left -> docker.client()
                            .removeContainerCmd(left.getId())
                            .withForce(true)
                            .exec());
        }
    }
}
