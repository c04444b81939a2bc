package dev.hostler.testkit;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.WorkloadKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A host in memory that runtimes come to and go from. Tests kill and remove behind the engine's back, take images away, and
 * make the host unreachable. Thread-safe: all is guarded by the object's lock, which is not held while a watcher is told.
 */
@Experimental
public final class FakeHost {
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final Map<Object, Runnable> watchers = new HashMap<>();
    private final Set<String> missingImages = new HashSet<>();
    private boolean reachable = true;
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

    /** Returns all instances of a workload, whether the host can be reached or not. */
    public synchronized List<Instance> of(WorkloadKey key) {
        return instances.values().stream()
                .filter(instance -> instance.name().workload().equals(key))
                .toList();
    }

    /** Returns all instances. */
    public synchronized List<Instance> all() {
        return List.copyOf(instances.values());
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
    public void reachable(boolean value) {
        synchronized (this) {
            reachable = value;
        }
        tell();
    }

    /** Ends an instance behind the engine's back. */
    public void kill(InstanceHandle instance, int exitCode) {
        end(instance, exitCode);
    }

    /** Removes an instance behind the engine's back. */
    public void removeBehindTheBack(InstanceHandle instance) {
        remove(instance);
    }

    synchronized boolean isMissing(String image) {
        return missingImages.contains(image);
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

    synchronized List<Instance> look() {
        looks++;
        requireReachable();
        return List.copyOf(instances.values());
    }

    synchronized void watch(Object watcher, Runnable listener) {
        watchers.put(watcher, listener);
    }

    synchronized void unwatch(Object watcher) {
        watchers.remove(watcher);
    }

    InstanceHandle create(InstanceName name, List<PortMapping> ports) {
        InstanceHandle handle;
        synchronized (this) {
            requireReachable();
            Optional<Instance> known = instances.values().stream()
                    .filter(instance -> instance.name().equals(name))
                    .findFirst();
            if (known.isPresent()) {
                return known.get().handle();
            }
            handle = new InstanceHandle(name.workload(), "i" + ++made);
            instances.put(
                    handle.value(),
                    instance(handle, name, Instance.State.CREATED, OptionalInt.empty(), Optional.empty(), ports));
        }
        tell();
        return handle;
    }

    void start(InstanceHandle handle) {
        synchronized (this) {
            requireReachable();
            Instance now = require(handle);
            if (now.state() != Instance.State.RUNNING) {
                refuseTakenPorts(now);
                started++;
                put(now, Instance.State.RUNNING, OptionalInt.empty(), Optional.of(Instant.EPOCH.plusSeconds(started)));
            }
        }
        tell();
    }

    private void refuseTakenPorts(Instance starting) {
        boolean taken = instances.values().stream()
                .filter(other -> other.state() == Instance.State.RUNNING)
                .flatMap(other -> other.ports().stream())
                .anyMatch(port -> starting.ports().stream().anyMatch(port::clashesWith));
        if (taken) {
            throw Failure.cannot(
                            ErrorCode.PORT_IN_USE,
                            "start",
                            starting.handle().value(),
                            "a port of it is in use",
                            "choose another port")
                    .toException();
        }
    }

    void rename(InstanceHandle handle, InstanceName name) {
        synchronized (this) {
            requireReachable();
            Instance now = require(handle);
            instances.put(
                    handle.value(), instance(handle, name, now.state(), now.exitCode(), now.startedAt(), now.ports()));
        }
        tell();
    }

    void end(InstanceHandle handle, int exitCode) {
        synchronized (this) {
            Instance now = instances.get(handle.value());
            if (now == null || now.state() != Instance.State.RUNNING) {
                return;
            }
            put(now, Instance.State.EXITED, OptionalInt.of(exitCode), now.startedAt());
        }
        tell();
    }

    void remove(InstanceHandle handle) {
        synchronized (this) {
            instances.remove(handle.value());
        }
        tell();
    }

    private Instance require(InstanceHandle handle) {
        Instance now = instances.get(handle.value());
        if (now == null) {
            throw Failure.cannot(ErrorCode.NOT_FOUND, "find", handle.value(), "it is gone", "make it anew")
                    .toException();
        }
        return now;
    }

    private void put(Instance now, Instance.State state, OptionalInt exitCode, Optional<Instant> startedAt) {
        instances.put(
                now.handle().value(), instance(now.handle(), now.name(), state, exitCode, startedAt, now.ports()));
    }

    private static Instance instance(
            InstanceHandle handle,
            InstanceName name,
            Instance.State state,
            OptionalInt exitCode,
            Optional<Instant> startedAt,
            List<PortMapping> ports) {
        return new Instance(
                handle,
                name,
                state,
                state + (exitCode.isPresent() ? " with " + exitCode.getAsInt() : ""),
                startedAt,
                exitCode,
                false,
                Optional.empty(),
                Optional.empty(),
                ports,
                Map.of());
    }

    private void tell() {
        List<Runnable> all;
        synchronized (this) {
            all = List.copyOf(watchers.values());
        }
        all.forEach(Runnable::run);
    }
}
