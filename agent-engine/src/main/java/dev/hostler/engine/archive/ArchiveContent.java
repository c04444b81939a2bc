package dev.hostler.engine.archive;

import java.nio.file.Path;

/**
 * Something to put into an archive. Immutable.
 *
 * @param name its path in the archive, relative
 * @param tree the directory that is copied there with all that is in it
 */
public record ArchiveContent(String name, Path tree) {}
