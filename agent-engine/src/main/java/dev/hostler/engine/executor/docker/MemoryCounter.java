package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.SandboxMemory;
import dev.hostler.engine.executor.cgroup.ControlGroup;
import dev.hostler.engine.executor.cgroup.GroupTree;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells how often a container has reached its memory limit. The engine notes only that its process 1 was killed, so the
 * counter of its control group is read, without asking the engine each time. Thread-safe; two first callers may both
 * look, and find the same.
 */
final class MemoryCounter {
    private final Containers containers;
    private final String container;
    private final AtomicReference<@Nullable Watched> watched = new AtomicReference<>();
    private final AtomicLong latest = new AtomicLong();

    /**
     * Creates a counter; asks the engine nothing.
     *
     * @param known what was seen when the container was started, if that was now
     */
    MemoryCounter(Containers containers, String container, Optional<Watched> known) {
        this.containers = containers;
        this.container = container;
        known.ifPresent(watched::set);
    }

    /**
     * What stays the same as long as the container runs. Immutable.
     *
     * @param limit its limit
     * @param group its control group, if it can be told
     */
    record Watched(OptionalLong limit, Optional<ControlGroup> group) {
        static Watched of(InspectContainerResponse found) {
            long bytes = Optional.ofNullable(found.getHostConfig().getMemory()).orElse(0L);
            OptionalLong limit = bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
            Optional<ControlGroup> group = Optional.ofNullable(found.getState().getPidLong())
                    .filter(pid -> pid > 0)
                    .map(pid -> GroupTree.read().of(pid))
                    // Where the engine counts other processes than we do, the number is somebody else's.
                    .filter(named -> named.isNamed(found.getId()));
            return new Watched(limit, group);
        }
    }

    SandboxMemory read() {
        try {
            Watched known = watched.get();
            if (known == null) {
                known = containers
                        .find(container)
                        .map(Watched::of)
                        .orElse(new Watched(OptionalLong.empty(), Optional.empty()));
                watched.set(known);
            }
            return known.limit().isEmpty() ? SandboxMemory.UNKNOWN : read(known);
        } catch (AgentException | DockerException engineDoesNotAnswer) {
            return SandboxMemory.UNKNOWN;
        }
    }

    private SandboxMemory read(Watched known) {
        SandboxMemory counted = known.group().map(ControlGroup::memory).orElse(SandboxMemory.UNKNOWN);
        if (counted.limitBytes().isPresent()) {
            latest.set(counted.kills());
            return new SandboxMemory(known.limit(), counted.kills());
        }
        // The group goes with its last process; of that end, the engine knows.
        return new SandboxMemory(known.limit(), latest.get() + (wasKilledAtTheEnd() ? 1 : 0));
    }

    private boolean wasKilledAtTheEnd() {
        return containers
                .find(container)
                .filter(found -> Boolean.TRUE.equals(found.getState().getOOMKilled()))
                .isPresent();
    }
}
