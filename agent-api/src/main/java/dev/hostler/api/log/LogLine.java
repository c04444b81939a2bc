package dev.hostler.api.log;

import dev.hostler.api.meta.Experimental;

/**
 * One line of a log. Immutable.
 *
 * <p>A log is a stream of masked bytes; offsets count those bytes from 0 and never change. A line is a view of them:
 * the bytes from {@code offset} to {@code next}, decoded as UTF-8 with malformed bytes replaced, without the line end.
 *
 * @param offset where the line starts, in bytes
 * @param next where the following line starts; a reader that comes back goes on from here
 * @param text the line without its line end
 */
@Experimental
public record LogLine(long offset, long next, String text) {}
