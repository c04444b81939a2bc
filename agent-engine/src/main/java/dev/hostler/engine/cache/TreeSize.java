package dev.hostler.engine.cache;

/**
 * What a tree amounts to. Immutable.
 *
 * @param entries its files, directories and links
 * @param bytes the bytes of its files
 */
record TreeSize(long entries, long bytes) {}
