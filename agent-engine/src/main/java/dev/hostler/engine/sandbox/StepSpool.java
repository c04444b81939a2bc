package dev.hostler.engine.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** A step's output and exit code on their way out. Confined to one thread. */
final class StepSpool implements Closeable {
    private final SpooledStream output;
    private final Optional<SpooledStream> errors;
    private final StepMarks marks;
    private boolean ofEarlierRun;

    /**
     * Takes a step's files.
     *
     * @param errors standard error, if it is kept apart
     * @param marks how far the step is; whoever gave them closes them
     */
    StepSpool(SpooledStream output, Optional<SpooledStream> errors, StepMarks marks) {
        this.output = output;
        this.errors = errors;
        this.marks = marks;
    }

    /** Begins where an earlier run of the agent was, which does not need what comes before. */
    void skipTo(long offset, OutputSink sink) throws TamperedException {
        ofEarlierRun = true;
        output.skipTo(offset);
        if (errors.isPresent()) {
            errors.get().skipTo(sink.errors().map(OutputSink.Errors::known).orElse(0L));
        }
    }

    /** Returns how much the step has written so far, read or not. */
    long size() throws IOException {
        return output.size() + (errors.isPresent() ? errors.get().size() : 0);
    }

    /** Returns how much the step may have written, going by whether the space of what was read can be used again. */
    long limit(OutputBounds bounds) {
        boolean reclaimable = output.isReclaimable()
                && errors.map(SpooledStream::isReclaimable).orElse(true);
        return reclaimable ? bounds.total() : Math.min(bounds.total(), bounds.spool());
    }

    /** Returns how much lies there that was not read, or whose space was not given back. */
    long backlog() throws IOException {
        return output.backlog() + (errors.isPresent() ? errors.get().backlog() : 0);
    }

    /** Returns how much lies there that was not read. */
    long unread() throws IOException {
        return output.unread() + (errors.isPresent() ? errors.get().unread() : 0);
    }

    /** Returns whether an earlier run of the agent began to read it. */
    boolean isOfEarlierRun() {
        return ofEarlierRun;
    }

    /** Passes on some of what is there; says whether there was anything. */
    boolean pump(OutputSink sink, OutputBounds bounds) throws IOException, TamperedException {
        boolean moved = output.pump(sink, limit(bounds));
        return errors.isPresent() ? errors.get().pump(errorsOf(sink), limit(bounds)) || moved : moved;
    }

    /** Passes on what is there now, at most as much as may lie there. */
    void drain(OutputSink sink, OutputBounds bounds) throws IOException, TamperedException {
        output.drain(sink, limit(bounds), bounds.spool());
        if (errors.isPresent()) {
            errors.get().drain(errorsOf(sink), limit(bounds), bounds.spool());
        }
    }

    private static OutputSink errorsOf(OutputSink sink) {
        return sink.errors().map(OutputSink.Errors::sink).orElse(sink);
    }

    /** Returns the exit code once it is there as a whole. */
    OptionalInt exitCode() throws IOException, TamperedException {
        return marks.exitCode();
    }

    void verify() throws TamperedException {
        output.verify();
        if (errors.isPresent()) {
            errors.get().verify();
        }
        marks.verify();
    }

    @Override
    public void close() throws IOException {
        try (output) {
            if (errors.isPresent()) {
                errors.get().close();
            }
        }
    }
}
