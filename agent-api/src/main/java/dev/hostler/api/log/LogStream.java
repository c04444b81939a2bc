package dev.hostler.api.log;

import dev.hostler.api.meta.Experimental;
import dev.hostler.api.stream.ItemStream;

/**
 * A reader of one log, from an offset to the log's end. A line is there once its end is, or the log is complete.
 *
 * <p>A slow reader harms only itself: it reads from the stored log and holds nothing back.
 */
@Experimental
public interface LogStream extends ItemStream<LogLine> {
    /** Returns how many bytes the log has by now, kept or not; of one that is complete, for good. */
    long size();
}
