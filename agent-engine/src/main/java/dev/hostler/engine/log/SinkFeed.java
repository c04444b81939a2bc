package dev.hostler.engine.log;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.LogSink;
import java.util.Arrays;

/** One log on its way to one sink. Confined to the sink's thread. */
final class SinkFeed {
    /** How much may come again after a crash: that much, and what was on its way. */
    private static final long NOTED_EVERY = 1L << 20;

    private static final int PART = 64 * 1024;

    private final JobKey job;
    private final JobLog log;
    private final SinkPlaces places;
    private long offset;
    private long noted;

    SinkFeed(JobKey job, JobLog log, SinkPlaces places) {
        this.job = job;
        this.log = log;
        this.places = places;
        this.offset = places.of(job);
        this.noted = offset;
    }

    /** How a turn has come out. */
    enum Turn {
        /** Something was handed over. */
        MOVED,
        /** There is nothing to hand over now. */
        IDLE,
        /** There never will be any more. */
        OVER
    }

    /** Hands over one part, or the end. */
    Turn advance(LogSink sink, byte[] buffer) {
        boolean complete = log.isComplete();
        offset = log.firstKept(offset);
        if (offset < log.size()) {
            handOver(sink, buffer);
            return Turn.MOVED;
        }
        if (!complete) {
            return Turn.IDLE;
        }
        if (log.isWhole()) {
            sink.complete(job, log.size());
            places.done(job);
        } else {
            note();
        }
        return Turn.OVER;
    }

    private void handOver(LogSink sink, byte[] buffer) {
        int count = log.read(offset, buffer, 0);
        // Given up in this very moment: the next turn leaps over it.
        if (count == 0) {
            return;
        }
        sink.append(job, offset, Arrays.copyOf(buffer, count));
        offset += count;
        if (offset - noted >= NOTED_EVERY) {
            note();
        }
    }

    /** Notes how far it has come. */
    void note() {
        if (offset != noted) {
            places.reached(job, offset);
            noted = offset;
        }
    }

    static byte[] buffer() {
        return new byte[PART];
    }
}
