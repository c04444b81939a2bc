package dev.hostler.engine.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Which bytes of a log there are: a beginning, and perhaps later segments, each as long as to the start of the next.
 * What is between the beginning and the first segment was given up. Immutable.
 *
 * @param beginning how many first bytes there are
 * @param segments where the segments start, ascending
 * @param size how long the log is, what was given up included
 */
record LogExtent(long beginning, List<Long> segments, long size) {
    static final LogExtent EMPTY = new LogExtent(0, List.of(), 0);

    LogExtent {
        segments = List.copyOf(segments);
    }

    /** Returns the first place from here on of which there are bytes, or would be if the log were longer. */
    long firstKept(long offset) {
        boolean givenUp = offset >= beginning && !segments.isEmpty() && offset < segments.get(0);
        return givenUp ? segments.get(0) : offset;
    }

    /** Returns where the segment starts that has a byte; empty bytes before it belong to the beginning. */
    long segmentOf(long offset) {
        long found = 0;
        for (long start : segments) {
            if (start <= offset) {
                found = start;
            }
        }
        return found;
    }

    /** Returns up to where the bytes from here on lie in one file. */
    long endOfFile(long offset) {
        if (offset < beginning) {
            return beginning;
        }
        return segments.stream().filter(start -> start > offset).findFirst().orElse(size);
    }

    /** Returns the extent after the end was taken away. */
    LogExtent cutTo(long length) {
        if (length <= beginning) {
            return new LogExtent(length, List.of(), length);
        }
        List<Long> kept = new ArrayList<>(segments);
        kept.removeIf(start -> start > length);
        // Where all that is left was given up before, the log goes on in a segment that is still empty.
        return new LogExtent(beginning, kept.isEmpty() ? List.of(length) : kept, length);
    }
}
