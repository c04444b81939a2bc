package dev.hostler.engine.job;

import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec.Directories;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.sandbox.OutputBounds;
import dev.hostler.engine.sandbox.SandboxDirectories;
import dev.hostler.engine.sandbox.SandboxSession;
import dev.hostler.engine.sandbox.Session;
import dev.hostler.engine.sandbox.attached.AttachedSession;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The place where one job runs: its directories and, once opened, its sandbox. Confined to the job's thread. */
final class JobSite {
    private final String sandboxId;
    private final SandboxDirectories directories;
    private final OutputBounds output;
    private Optional<Sandbox> sandbox = Optional.empty();
    private Optional<Session> session = Optional.empty();
    private Consumer<FaultPoint> told = point -> {};

    JobSite(String sandboxId, SandboxDirectories directories, OutputBounds output) {
        this.sandboxId = sandboxId;
        this.directories = directories;
        this.output = output;
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
    Session hold(Sandbox opened, Scheduler scheduler, Consumer<FaultPoint> faults) {
        sandbox = Optional.of(opened);
        told = faults;
        Session driven = opened instanceof AttachedSandbox attached
                ? AttachedSession.open(attached, directories, scheduler, output.total())
                : SandboxSession.open(opened, directories(), scheduler, output, point -> told.accept(point));
        session = Optional.of(driven);
        return driven;
    }

    /** Returns the session of the sandbox that it holds, and tells somebody else from now on how far each step has come. */
    Session passOn(Consumer<FaultPoint> faults) {
        told = faults;
        return session.orElseThrow();
    }

    /** Asks the sandbox itself whether it is ready, before its first step; false where it can't be asked. */
    boolean answers(Duration limit) throws InterruptedException {
        return session.isPresent() && session.get() instanceof SandboxSession shared && shared.answers(limit);
    }

    /**
     * Takes what lies in the workspace of another site, which then has nothing more to keep.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if that fails
     */
    void takeWorkspaceOf(JobSite other) {
        directories.takeAll(other.directories().workspace(), directories().workspace());
    }

    /** How far the steps have come; the file is out of the job's reach. */
    StepJournal journal() {
        return new StepJournal(directories().input().resolveSibling("steps"));
    }

    /** That the job was warned for running long; out of the job's reach too. */
    OverdueMark overdueMark() {
        return new OverdueMark(directories().input().resolveSibling("overdue"));
    }

    /** Ends what steps have left running, so that the files stand still, and makes them the agent's. */
    void quieten() throws InterruptedException {
        if (sandbox.isPresent()) {
            sandbox.get().killSteps();
            sandbox.get().giveBack();
        }
    }

    /** Makes what the steps have left in a directory visible here. */
    void bringBack(Session.Part part) throws InterruptedException {
        if (session.isPresent()) {
            session.get().bringBack(part);
        }
    }

    /** Lets the sandbox end by itself, if that is quicker than to be ended: nothing inside is needed any more. */
    void dismiss() throws InterruptedException {
        if (session.isPresent() && sandbox.isPresent() && sandbox.get().mayEndEarly()) {
            session.get().dismiss();
        }
    }

    /** Leaves everything as it is. Safe to repeat. */
    void letGo() {
        session.ifPresent(Session::close);
    }

    /** Ends what is left of the sandbox; the directories stay. Safe to repeat. */
    void endSandbox() {
        letGo();
        sandbox.ifPresent(Sandbox::destroy);
    }

    /** Removes all that the directories hold, and keeps one of them, so that the site is not forgotten. Safe to repeat. */
    void empty() {
        directories.empty();
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
