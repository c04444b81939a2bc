package dev.hostler.engine.job;

import dev.hostler.engine.log.LogCheckpoint;
import dev.hostler.engine.log.MaskedLog;
import dev.hostler.engine.sandbox.OutputSink;

/**
 * Writes a step's output into the job's log, and notes in the journal how far it has come before that output is given
 * back. Confined to the job's thread.
 *
 * <p>The order carries it: the log has the bytes, then the journal says so, and only then they go. Whenever the agent
 * dies in between, the next one cuts the log to what the journal says and reads on from there.
 */
final class StepOutput implements OutputSink {
    private final MaskedLog log;
    private final StepJournal journal;
    private long settled;

    StepOutput(MaskedLog log, StepJournal journal) {
        this.log = log;
        this.journal = journal;
    }

    @Override
    public void accept(byte[] buffer, int length) {
        log.write(buffer, 0, length);
    }

    @Override
    public long settle() {
        LogCheckpoint reached = log.checkpoint();
        if (reached.raw() > settled) {
            journal.reached(reached);
            settled = reached.raw();
        }
        return settled;
    }
}
