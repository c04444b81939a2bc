package dev.hostler.engine.job;

import dev.hostler.engine.log.LogCheckpoint;
import dev.hostler.engine.log.MaskedLog;
import dev.hostler.engine.sandbox.OutputSink;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes a step's output into the job's log, with the warning that the job runs long at its place in it, and notes in the
 * journal how far it has come before that output is given back. Confined to the job's thread.
 *
 * <p>The order carries it: the log has the bytes, then the journal says so, and only then they go. Whenever the agent
 * dies in between, the next one cuts the log to what the journal says and reads on from there.
 */
final class StepOutput implements OutputSink {
    private final MaskedLog log;
    private final StepJournal journal;
    private final OverdueNotice overdue;
    private final int step;
    private final Optional<Errors> errors;
    /** Where the warning was, in output that is written anew. */
    private final OptionalLong known;

    private long raw;
    private long settled;

    /** Starts with a step's first byte, or with a later one if an earlier run of the agent has settled some. */
    StepOutput(MaskedLog log, StepJournal journal, OverdueNotice overdue, int step, long raw, Optional<Errors> errors) {
        this.log = log;
        this.journal = journal;
        this.overdue = overdue;
        this.step = step;
        this.raw = raw;
        this.errors = errors;
        this.known = overdue.placeIn(step, log.size());
    }

    /** Warns if it is time; while output is written anew, only where the warning was. */
    void warnIfDue() {
        if (known.isEmpty() || raw == known.getAsLong()) {
            overdue.tell(log, step, raw);
        }
    }

    @Override
    public void accept(byte[] buffer, int length) {
        warnIfDue();
        int first = (int) Math.min(length, Math.max(0, known.orElse(raw) - raw));
        write(buffer, 0, first);
        warnIfDue();
        write(buffer, first, length - first);
    }

    private void write(byte[] buffer, int offset, int length) {
        if (length > 0) {
            log.write(buffer, offset, length);
            raw += length;
        }
    }

    @Override
    public Optional<Errors> errors() {
        return errors;
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
