package dev.hostler.engine.archive;

/**
 * How much is unpacked at most. Immutable.
 *
 * @param entries files, directories and links
 * @param bytes the content of the files together
 */
public record ArchiveLimits(long entries, long bytes) {}
