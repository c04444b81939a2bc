package dev.hostler.engine.job;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec.Directories;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.sandbox.SandboxDirectories;
import dev.hostler.engine.sandbox.SandboxSession;
import java.util.Optional;
import java.util.function.Consumer;

/** The place where one job runs: its directories and, once opened, its sandbox. Confined to the job's thread. */
final class JobSite {
    private final String sandboxId;
    private final SandboxDirectories directories;
    private Optional<Sandbox> sandbox = Optional.empty();
    private Optional<SandboxSession> session = Optional.empty();

    JobSite(String sandboxId, SandboxDirectories directories) {
        this.sandboxId = sandboxId;
        this.directories = directories;
    }

    String sandboxId() {
        return sandboxId;
    }

    Directories directories() {
        return directories.paths();
    }

    void create(ProcessLauncher processes) throws InterruptedException {
        directories.create(processes);
    }

    /**
     * Takes over an open sandbox, to destroy it with the site.
     *
     * @param faults is told how far each step has come
     */
    SandboxSession hold(Sandbox opened, Scheduler scheduler, Consumer<FaultPoint> faults) {
        sandbox = Optional.of(opened);
        SandboxSession driven = SandboxSession.open(opened, directories(), scheduler, faults);
        session = Optional.of(driven);
        return driven;
    }

    /** How far the steps have come; the file is out of the job's reach. */
    StepJournal journal() {
        return new StepJournal(directories().scratch().resolveSibling("steps"));
    }

    /** That the job was warned for running long; out of the job's reach too. */
    OverdueMark overdueMark() {
        return new OverdueMark(directories().scratch().resolveSibling("overdue"));
    }

    /** Ends what steps have left running, so that the files stand still. */
    void quieten() throws InterruptedException {
        if (sandbox.isPresent()) {
            sandbox.get().killSteps();
        }
    }

    /** Leaves everything as it is. Safe to repeat. */
    void letGo() {
        session.ifPresent(SandboxSession::close);
    }

    /** Ends what is left of the sandbox; the directories stay. Safe to repeat. */
    void endSandbox() {
        letGo();
        sandbox.ifPresent(Sandbox::destroy);
    }

    /** Ends the sandbox, then removes the directories. Safe to repeat. */
    void destroy() {
        destroy(point -> {});
    }

    /**
     * Ends the sandbox, then removes the directories. Safe to repeat.
     *
     * @param faults is told how far it has come
     */
    void destroy(Consumer<FaultPoint> faults) {
        try {
            letGo();
        } finally {
            sandbox.ifPresent(Sandbox::destroy);
            faults.accept(FaultPoint.SANDBOX_DESTROYED);
            directories.remove();
            faults.accept(FaultPoint.DIRECTORIES_REMOVED);
        }
    }
}
