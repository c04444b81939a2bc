package dev.hostler.engine.log;

/**
 * A place from which a log can be written again after a restart: cut the log to {@code masked} bytes, and go on with the
 * step's raw output at {@code raw}. Immutable.
 *
 * @param raw how many bytes of the present step's raw output are in the log
 * @param masked how long the log is up to there
 */
public record LogCheckpoint(long raw, long masked) {}
