package dev.hostler.engine.runtime.runner;

import java.net.URI;

/**
 * One version of the runner's program for this kind of machine. Immutable.
 *
 * @param version its version
 * @param archive the name of its archive
 * @param place where the archive is
 * @param sha256 the archive's digest: 64 hexadecimal digits
 * @param size how many bytes the archive has, as the release says; 0 if it does not
 */
record Release(String version, String archive, URI place, String sha256, long size) {}
