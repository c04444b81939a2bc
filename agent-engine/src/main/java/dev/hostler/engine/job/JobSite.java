package dev.hostler.engine.job;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec.Directories;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.sandbox.OutputBounds;
import dev.hostler.engine.sandbox.SandboxDirectories;
import dev.hostler.engine.sandbox.SandboxSession;
import java.util.Optional;

/** The place where one job runs: its directories and, once opened, its sandbox. Confined to the job's thread. */
final class JobSite {
    private final String sandboxId;
    private final SandboxDirectories directories;
    private final OutputBounds output;
    private Optional<Sandbox> sandbox = Optional.empty();
    private Optional<SandboxSession> session = Optional.empty();

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

    /** Takes over an open sandbox, to destroy it with the site. */
    SandboxSession hold(Sandbox opened, Scheduler scheduler) {
        sandbox = Optional.of(opened);
        SandboxSession driven = SandboxSession.open(opened, directories(), scheduler, output);
        session = Optional.of(driven);
        return driven;
    }

    /** How far the steps have come; the file is out of the job's reach. */
    StepJournal journal() {
        return new StepJournal(directories().scratch().resolveSibling("steps"));
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
