package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.io.IOException;
import java.io.InputStream;

/**
 * A sandbox that shares no files with the agent: it has the directories of {@link #layout()} for itself, files are copied
 * in and out as archives, and programs are started inside with their output attached to the agent. Its process 1 belongs
 * to the executor and does nothing but stay and reap. Thread-safe.
 *
 * <p>The sandbox and what runs in it outlive the agent, but the hold on a program does not: nobody can take up the output
 * of a program that another agent has started.
 */
@Experimental
public interface AttachedSandbox extends Sandbox {
    /**
     * Starts a program inside. Returns when the host has been asked to; a program that can't be started is one that has
     * exited, with the host's own code for that. Not idempotent: each call starts another one.
     *
     * @param command what to start
     * @param output gets what it prints, both streams in one order, until {@link AttachedProcess#close()}
     * @return the hold on it; close it
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked or has no
     *     such sandbox any more
     * @throws InterruptedException if the thread is interrupted; the program may have been started
     */
    AttachedProcess start(AttachedCommand command, AttachedOutput output) throws InterruptedException;

    /**
     * Unpacks an archive inside. What is there already stays, but for files of the same names. Idempotent; after a failure
     * a part may be there.
     *
     * @param directory an absolute path inside that exists
     * @param archive a tar archive (POSIX.1-2001), read to its end or until it fails, on any thread, and not closed;
     *     numbers of owners, modes, times and links are kept as they are in it
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked, does not go
     *     on, or refuses, and if the archive can't be read
     * @throws InterruptedException if the thread is interrupted
     */
    void copyIn(String directory, InputStream archive) throws InterruptedException;

    /**
     * Packs a directory of the sandbox. What it holds may be changed meanwhile, and is not to be trusted in any way.
     * Idempotent.
     *
     * @param directory an absolute path inside; its last name is the first name of every path in the archive
     * @param reader gets the archive, once, on any thread
     * @throws IOException what the reader throws
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked, does not go
     *     on, or has no such directory
     * @throws InterruptedException if the thread is interrupted
     */
    void copyOut(String directory, ArchiveReader reader) throws IOException, InterruptedException;

    /** Reads an archive as it comes. */
    @Experimental
    @FunctionalInterface
    interface ArchiveReader {
        /**
         * Reads as much as is wanted. A stream that ends before the end mark of the archive was cut off: the reader checks.
         *
         * @param archive a tar archive; closed by the caller
         * @throws IOException if it can't be read or is not wanted
         */
        void read(InputStream archive) throws IOException;
    }
}
