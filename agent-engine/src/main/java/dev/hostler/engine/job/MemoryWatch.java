package dev.hostler.engine.job;

import dev.hostler.api.spi.SandboxMemory;
import dev.hostler.engine.sandbox.Session;
import dev.hostler.engine.sandbox.StepEnd;
import java.util.Optional;

/**
 * Tells whether a step was hit by the memory limit, by what the host has counted since the last look: an exit code alone
 * proves nothing. Confined to the job's thread.
 */
final class MemoryWatch {
    private final Session session;
    private long seen;

    MemoryWatch(Session session) {
        this.session = session;
    }

    /** Forgets what was counted so far: which of several steps was hit can't be told. */
    void startFromHere() {
        seen = session.memory().kills();
    }

    /** Looks; returns the limit if it was reached since the last look, or has ended the sandbox. */
    Optional<Overrun> look(StepEnd end) {
        boolean ended = end instanceof StepEnd.SandboxEnded gone && gone.state().outOfMemory();
        SandboxMemory now = session.memory();
        boolean reached = ended || now.kills() > seen;
        seen = now.kills();
        return reached ? Optional.of(Overrun.memory(now.limitBytes())) : Optional.empty();
    }
}
