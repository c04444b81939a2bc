package dev.hostler.testkit;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.WorkloadKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A host in memory that runtimes come to and go from. Tests kill and remove behind the engine's back, take images away, and
 * make the host unreachable; what an instance does is its {@link FakeProgram}. Thread-safe: all is guarded by the object's
 * lock, which is not held while a watcher is told.
 */
@Experimental
public final class FakeHost {
    private static final Pattern HANDLE = Pattern.compile("i\\d+");
    private static final long TICK_MILLIS = 20;

    private final Clock clock = Clock.systemUTC();
    private final Map<String, FakeInstance> instances = new LinkedHashMap<>();
    private final Set<FakeWatch> watches = new LinkedHashSet<>();
    private final Set<String> missingImages = new HashSet<>();
    private Instant last = clock.instant();
    private boolean reachable = true;
    private final Set<Runnable> readers = new HashSet<>();
    private long changes;
    private int made;
    private int started;
    private int looks;

    /** Creates a host with nothing on it. */
    public FakeHost() {}

    /** Returns how many instances were ever made. */
    public synchronized int made() {
        return made;
    }

    /** Returns how many starts there were. */
    public synchronized int started() {
        return started;
    }

    /** Returns how often somebody has looked. */
    public synchronized int looks() {
        return looks;
    }

    /** Returns all instances of a workload, of whatever agent, whether the host can be reached or not. */
    public synchronized List<Instance> of(WorkloadKey key) {
        return all().stream()
                .filter(instance -> instance.name().workload().equals(key))
                .toList();
    }

    /** Returns all instances. */
    public synchronized List<Instance> all() {
        return instances.values().stream().map(FakeInstance::seen).toList();
    }

    /** Returns all instances of one agent. */
    public synchronized List<Instance> all(String agent) {
        return instances.values().stream()
                .filter(instance -> instance.isOf(agent))
                .map(FakeInstance::seen)
                .toList();
    }

    /** Returns how many changes there were, whoever has made them. */
    public synchronized long changes() {
        return changes;
    }

    /** Returns whether everybody who watches was told of the last change, and has done what it does then. */
    public synchronized boolean hasToldAll() {
        return watches.stream().allMatch(FakeWatch::hasTold);
    }

    /** Waits for {@link #hasToldAll}, at most so long; returns whether it is so. */
    public synchronized boolean awaitToldAll(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); left > 0 && !hasToldAll(); left = end - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        return hasToldAll();
    }

    /** Says whether an image is missing from now on. */
    public synchronized void missing(String image, boolean value) {
        if (value) {
            missingImages.add(image);
        } else {
            missingImages.remove(image);
        }
    }

    /** Says whether the host can be asked from now on. */
    public synchronized void reachable(boolean value) {
        reachable = value;
        changed();
    }

    /** Ends an instance behind the engine's back. */
    public synchronized void kill(InstanceHandle instance, int exitCode) {
        Optional.ofNullable(instances.get(instance.value())).ifPresent(there -> end(there, exitCode));
    }

    /** Removes an instance behind the engine's back. */
    public synchronized void removeBehindTheBack(InstanceHandle instance) {
        remove(instance);
    }

    synchronized void requireImage(String image) {
        requireReachable();
        if (missingImages.contains(image)) {
            throw Failure.cannot(
                            ErrorCode.IMAGE_NOT_FOUND, "use image", image, "there is no such image", "check the name")
                    .toException();
        }
    }

    synchronized void requireReachable() {
        if (!reachable) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "ask host",
                            "fake",
                            "it does not answer",
                            "make it reachable")
                    .toException();
        }
    }

    synchronized List<Instance> look(String agent) {
        looks++;
        requireReachable();
        return all(agent);
    }

    synchronized FakeWatch watch(Runnable listener) {
        FakeWatch watch = new FakeWatch(this, listener);
        watches.add(watch);
        return watch;
    }

    void unwatch(FakeWatch watch) {
        synchronized (this) {
            watches.remove(watch);
        }
        watch.close();
    }

    synchronized InstanceHandle create(String agent, InstanceName name, ContainerSpec spec) {
        requireImage(spec.image());
        Optional<Instance> known = all(agent).stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst();
        if (known.isPresent()) {
            return known.get().handle();
        }
        InstanceHandle handle = new InstanceHandle(name.workload(), "i" + ++made);
        instances.put(
                handle.value(), new FakeInstance(agent, handle, name, new FakeProgram(spec.command()), spec.ports()));
        changed();
        return handle;
    }

    synchronized void start(InstanceHandle handle) {
        FakeInstance instance = require(handle);
        if (instance.isRunning()) {
            return;
        }
        refuseTakenPorts(instance.seen());
        started++;
        int run = instance.start(time());
        FakeProgram program = instance.program();
        program.output().forEach(line -> instance.print(time(), TimedLine.Output.STDOUT, line));
        program.errors().forEach(line -> instance.print(time(), TimedLine.Output.STDERR, line));
        program.codeAtOnce().ifPresent(code -> end(instance, code));
        if (program.ticks()) {
            Thread ticking = new Thread(() -> tick(instance, run), "fake-host-tick");
            ticking.setDaemon(true);
            ticking.start();
        }
        changed();
    }

    private synchronized void tick(FakeInstance instance, int run) {
        try {
            for (int i = 1; instance.isRunning(run); i++) {
                instance.print(time(), TimedLine.Output.STDOUT, "tick " + i);
                wakeReaders();
                // Whatever else happens on the host makes it tick a little early, which is no harm.
                wait(TICK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseTakenPorts(Instance starting) {
        boolean taken = all().stream()
                .filter(other -> other.state() == Instance.State.RUNNING)
                .flatMap(other -> other.ports().stream())
                .anyMatch(port -> starting.ports().stream().anyMatch(port::clashesWith));
        if (taken) {
            throw Failure.cannot(
                            ErrorCode.PORT_IN_USE,
                            "start instance",
                            starting.handle().value(),
                            "a port of it is in use",
                            "choose another port")
                    .toException();
        }
    }

    synchronized void rename(InstanceHandle handle, InstanceName name) {
        require(handle).rename(name);
        changed();
    }

    synchronized void promote(InstanceHandle handle) {
        require(handle);
    }

    synchronized void stop(InstanceHandle handle) {
        find(handle).ifPresent(there -> end(there, there.program().codeWhenStopped()));
    }

    synchronized void destroy(InstanceHandle handle) {
        if (find(handle).isPresent()) {
            remove(handle);
        }
    }

    synchronized TimedLogStream log(InstanceHandle handle, LogQuery query) {
        return new FakeLogStream(this, require(handle), query);
    }

    private void end(FakeInstance instance, int exitCode) {
        if (instance.isRunning()) {
            instance.end(exitCode);
            changed();
        }
    }

    private void remove(InstanceHandle handle) {
        FakeInstance gone = instances.remove(handle.value());
        if (gone != null) {
            end(gone, gone.program().codeWhenStopped());
            changed();
        }
    }

    private Optional<FakeInstance> find(InstanceHandle handle) {
        requireReachable();
        if (!HANDLE.matcher(handle.value()).matches()) {
            throw refused(ErrorCode.STATE_UNAVAILABLE, handle, "its handle can't be read", "remove it by hand");
        }
        return Optional.ofNullable(instances.get(handle.value()));
    }

    private FakeInstance require(InstanceHandle handle) {
        return find(handle).orElseThrow(() -> refused(ErrorCode.NOT_FOUND, handle, "it is gone", "make it anew"));
    }

    private static AgentException refused(ErrorCode code, InstanceHandle handle, String cause, String remedy) {
        return Failure.cannot(
                        code, "find instance of workload", handle.workload().toString(), cause, remedy)
                .toException();
    }

    /** Returns the time; no two calls get the same. */
    private Instant time() {
        Instant now = clock.instant();
        last = now.isAfter(last) ? now : last.plusNanos(1000);
        return last;
    }

    private void changed() {
        changes++;
        wakeReaders();
    }

    private void wakeReaders() {
        notifyAll();
        readers.forEach(Runnable::run);
    }

    synchronized void addReader(Runnable listener) {
        readers.add(listener);
    }

    synchronized void removeReader(Runnable listener) {
        readers.remove(listener);
    }
}
