package dev.hostler.engine.job;

import dev.hostler.engine.log.LogCheckpoint;
import dev.hostler.engine.log.MaskedLog;
import dev.hostler.engine.sandbox.OutputSink;

/**
 * Writes a step's standard error into a log of its own, in the same order of log, journal and spool as {@link StepOutput}.
 * Confined to the job's thread.
 */
final class ErrorOutput implements OutputSink {
    private final MaskedLog log;
    private final StepJournal journal;
    private long settled;

    private ErrorOutput(MaskedLog log, StepJournal journal) {
        this.log = log;
        this.journal = journal;
    }

    /**
     * Goes on with a step's standard error.
     *
     * @param known how many bytes of it are in the log
     */
    static Errors into(MaskedLog log, StepJournal journal, long known) {
        return new Errors(new ErrorOutput(log, journal), known);
    }

    @Override
    public void accept(byte[] buffer, int length) {
        log.write(buffer, 0, length);
    }

    @Override
    public long settle() {
        LogCheckpoint reached = log.checkpoint();
        if (reached.raw() > settled) {
            journal.errorsReached(reached);
            settled = reached.raw();
        }
        return settled;
    }
}
