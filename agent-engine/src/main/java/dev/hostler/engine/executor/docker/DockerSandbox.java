package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxMemory;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineTrouble;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A sandbox that is a container. Thread-safe. */
final class DockerSandbox implements Sandbox {
    private static final Duration KILL = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final SandboxHandle handle;
    private final DockerRecord at;
    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final Containers containers;
    private final SharedFiles files;
    private final SandboxParts parts;
    private final MemoryCounter memory;

    /**
     * Takes a sandbox up; asks the engine nothing.
     *
     * @param known what was seen of its memory when it was opened, if that was now
     */
    DockerSandbox(
            SandboxHandle handle,
            EngineConnection engine,
            Scheduler scheduler,
            Containers containers,
            SharedFiles files,
            SandboxParts parts,
            Optional<MemoryCounter.Watched> known) {
        this.handle = handle;
        this.at = DockerRecord.of(handle);
        this.engine = engine;
        this.scheduler = scheduler;
        this.containers = containers;
        this.files = files;
        this.parts = parts;
        this.memory = new MemoryCounter(containers, at.container(), known);
    }

    @Override
    public SandboxHandle handle() {
        return handle;
    }

    @Override
    public SandboxLayout layout() {
        return ContainerPlan.LAYOUT;
    }

    @Override
    public SandboxState state() {
        try {
            return stateNow();
        } catch (AgentException | DockerException e) {
            return new SandboxState.Unknown(EngineTrouble.message(e));
        }
    }

    private SandboxState stateNow() {
        return containers
                .find(at.container())
                .map(this::stateOf)
                .orElse(new SandboxState.Ended(OptionalInt.empty(), false));
    }

    /** A container that somebody has started again has another process 1, which knows nothing of our steps. */
    private SandboxState stateOf(InspectContainerResponse found) {
        InspectContainerResponse.ContainerState state = found.getState();
        if (!at.startedAt().isEmpty() && !at.startedAt().equals(state.getStartedAt())) {
            return new SandboxState.Ended(OptionalInt.empty(), false);
        }
        if (Boolean.TRUE.equals(state.getRunning())) {
            return new SandboxState.Alive();
        }
        OptionalInt code = Optional.ofNullable(state.getExitCodeLong())
                .map(value -> OptionalInt.of(value.intValue()))
                .orElse(OptionalInt.empty());
        return new SandboxState.Ended(code, Boolean.TRUE.equals(state.getOOMKilled()));
    }

    @Override
    public SandboxMemory memory() {
        return memory.read();
    }

    @Override
    public void killSteps() throws InterruptedException {
        try {
            if (!isRunning() || new StepKill(engine, scheduler, at.container()).kill() || !isRunning()) {
                return;
            }
            engine.call("kill container", KILL, client -> {
                client.killContainerCmd(at.container()).exec();
                return true;
            });
            awaitEnd();
        } catch (DockerException e) {
            if (isRunning()) {
                throw engine.trouble().refused("kill steps of sandbox " + handle.sandbox(), e);
            }
        }
    }

    private boolean isRunning() {
        return stateNow() instanceof SandboxState.Alive;
    }

    private void awaitEnd() throws InterruptedException {
        long end = scheduler.nanoTime() + KILL.toNanos();
        while (isRunning()) {
            if (scheduler.nanoTime() > end) {
                throw engine.trouble().silent("kill container of sandbox " + handle.sandbox(), KILL);
            }
            scheduler.sleep(PAUSE);
        }
    }

    @Override
    public void passOn(SandboxSpec.Directories directories, SandboxNotices notices) throws InterruptedException {
        try {
            Optional<InspectContainerResponse> found = at.copied() ? Optional.empty() : containers.find(at.container());
            if (found.isPresent()) {
                files.handOver(handle.sandbox(), directories, found.get(), notices);
            }
        } catch (DockerException e) {
            throw engine.trouble().refused("pass files on to sandbox " + handle.sandbox(), e);
        }
    }

    @Override
    public void giveBack() throws InterruptedException {
        files.giveBack(handle.sandbox(), at);
    }

    /** Files that have to be given back are given back inside. */
    @Override
    public boolean mayEndEarly() {
        return !at.copied() && !files.mustBeGivenBack();
    }

    @Override
    public void destroy() {
        if (files.mustBeGivenBack()) {
            giveBackWhateverComes();
        }
        containers.remove(at.container());
        if (at.services()) {
            parts.remove(handle.sandbox());
        }
    }

    /** What runs is stopped first, since it could make further files. An interrupt waits. */
    private void giveBackWhateverComes() {
        boolean interrupted = Thread.interrupted();
        try {
            killSteps();
            giveBack();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
