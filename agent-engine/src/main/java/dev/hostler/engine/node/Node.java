package dev.hostler.engine.node;

import dev.hostler.api.node.NodeInfo;
import dev.hostler.api.node.NodeInfo.Space;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.node.KernelFiles.Ticks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The machine. Thread-safe.
 *
 * <p>Implementation note: the object's lock guards the two readings between which the processors' load is taken.
 */
public final class Node {
    /** Over a shorter time the load would be noise. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final double PERCENT = 100;

    private final String agentId;
    private final Path data;
    private final Scheduler scheduler;
    private final KernelFiles kernel;
    private final String hostName;
    private Optional<Ticks> before;
    private Duration beforeAt;
    private OptionalDouble load = OptionalDouble.empty();

    /**
     * Creates a look at this machine.
     *
     * @param data a directory on the disk that counts
     */
    public Node(String agentId, Path data, Scheduler scheduler) {
        this(agentId, data, scheduler, new KernelFiles(Path.of("/proc")));
    }

    Node(String agentId, Path data, Scheduler scheduler, KernelFiles kernel) {
        this.agentId = agentId;
        this.data = data;
        this.scheduler = scheduler;
        this.kernel = kernel;
        this.hostName = ownName();
        this.before = kernel.ticks();
        this.beforeAt = scheduler.sinceBoot();
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException noSuchName) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        }
    }

    /** Reads what the machine is and does now. */
    public NodeInfo info() {
        return new NodeInfo(
                agentId,
                hostName,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                cpuPercent(),
                kernel.memory(),
                disk(),
                scheduler.sinceBoot());
    }

    /** Returns the machine's memory; empty if it can't be read. */
    public Optional<Space> memory() {
        return kernel.memory();
    }

    /** Returns how busy all processors were lately, 0 to 100; empty if that can't be read. */
    public synchronized OptionalDouble cpuPercent() {
        Duration now = scheduler.sinceBoot();
        if (load.isEmpty() || now.minus(beforeAt).compareTo(SHORTEST) >= 0) {
            Optional<Ticks> ticks = kernel.ticks();
            load = ticks.isPresent() && before.isPresent()
                    ? between(before.get(), ticks.get())
                    : OptionalDouble.empty();
            before = ticks;
            beforeAt = now;
        }
        return load;
    }

    private static OptionalDouble between(Ticks before, Ticks now) {
        long total = now.total() - before.total();
        return total <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(PERCENT, Math.max(0, PERCENT * (now.busy() - before.busy()) / total)));
    }

    /** Returns the disk that counts; empty if it can't be read. */
    public Optional<Space> disk() {
        try {
            FileStore store = Files.getFileStore(data);
            return Optional.of(new Space(store.getTotalSpace(), store.getUsableSpace()));
        } catch (IOException notReadable) {
            return Optional.empty();
        }
    }
}
