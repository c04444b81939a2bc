package dev.hostler.engine.job;

import dev.hostler.engine.log.MaskedLog;
import dev.hostler.engine.sandbox.OutputSink;
import java.util.OptionalLong;

/**
 * A step's output on its way into the job's log, and the warning that the job runs long at its place in it. Confined to
 * the job's thread.
 */
final class StepOutput implements OutputSink {
    private final MaskedLog log;
    private final OverdueNotice overdue;
    private final int step;
    /** Where the warning was, in output that is written anew. */
    private final OptionalLong known;

    private long raw;

    /** Starts with a step's first byte. */
    StepOutput(MaskedLog log, OverdueNotice overdue, int step) {
        this.log = log;
        this.overdue = overdue;
        this.step = step;
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
}
