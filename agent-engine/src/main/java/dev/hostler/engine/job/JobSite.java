package dev.hostler.engine.job;

import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec.Directories;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.sandbox.SandboxDirectories;
import dev.hostler.engine.sandbox.SandboxSession;
import dev.hostler.engine.sandbox.Session;
import dev.hostler.engine.sandbox.attached.AttachedSession;
import java.util.Optional;

/** The place where one job runs: its directories and, once opened, its sandbox. Confined to the job's thread. */
final class JobSite {
    private final String sandboxId;
    private final SandboxDirectories directories;
    private Optional<Sandbox> sandbox = Optional.empty();
    private Optional<Session> session = Optional.empty();

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

    /** Takes over an open sandbox, to destroy it with the site. */
    Session hold(Sandbox opened, Scheduler scheduler) {
        sandbox = Optional.of(opened);
        Session driven = opened instanceof AttachedSandbox attached
                ? AttachedSession.open(attached, directories, scheduler)
                : SandboxSession.open(opened, directories(), scheduler);
        session = Optional.of(driven);
        return driven;
    }

    /** How far the steps have come; the file is out of the job's reach. */
    StepJournal journal() {
        return new StepJournal(directories().scratch().resolveSibling("steps"));
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

    /** Leaves everything as it is. Safe to repeat. */
    void letGo() {
        session.ifPresent(Session::close);
    }

    /** Ends the sandbox, then removes the directories. Safe to repeat. */
    void destroy() {
        try {
            letGo();
        } finally {
            sandbox.ifPresent(Sandbox::destroy);
            directories.remove();
        }
    }
}
