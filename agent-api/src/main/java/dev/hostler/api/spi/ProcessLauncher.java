package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The only way to processes of the host. Children get no variable of the agent's environment but {@code PATH}, no
 * terminal and no input, unless a method says otherwise. Thread-safe.
 */
@Experimental
public interface ProcessLauncher {
    /**
     * Runs a command to its end. When the time is over or the calling thread is interrupted, the command and its
     * descendants are killed.
     *
     * @param command the program and its arguments; never with a secret among them
     * @param limit how long it may take
     * @return its exit code and the first 64 KiB of its output; exit code 127 if there is no such program, 124 if the
     *     time was over
     */
    Output run(List<String> command, Duration limit) throws InterruptedException;

    /**
     * Asks a program: gives it an input, and returns what it answers. For what must not be among the arguments, where
     * every user of the host could read it. Otherwise like {@link #run}, but the program gets more than {@code PATH}
     * if it is given, and what it writes to its standard error is dropped.
     *
     * @param command the program and its arguments; never with a secret among them
     * @param environment variables to add
     * @param input what the program can read, at most 4096 bytes as UTF-8; it need not read it
     * @param limit how long it may take
     * @return its exit code and the first 64 KiB of its standard output; exit codes 127 and 124 as in {@link #run}
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if the input is too long
     */
    Output ask(List<String> command, Map<String, String> environment, String input, Duration limit)
            throws InterruptedException;

    /**
     * Starts a command in a session of its own, so that neither a signal of the agent's terminal nor the agent's end
     * reaches it.
     *
     * @param command the program and its arguments; never with a secret among them
     * @param environment variables to add
     * @param directory the directory to run in
     * @param output the file that gets both output streams; created or appended to
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if it can't be started
     */
    ProcessIdentity spawn(List<String> command, Map<String, String> environment, Path directory, Path output);

    /** Returns whether this very process is still there; a zombie is not. */
    boolean isAlive(ProcessIdentity process);

    /** Sends KILL to this very process; does nothing if it is gone. */
    void kill(ProcessIdentity process);

    /** Returns the children of this very process. */
    List<ProcessIdentity> children(ProcessIdentity process);

    /**
     * A process, told apart from a later one with the same number. Immutable.
     *
     * @param pid its number
     * @param startTicks its start in clock ticks after boot (field 22 of {@code /proc/PID/stat})
     * @param bootId which boot; see {@link Scheduler#bootId()}
     */
    @Experimental
    record ProcessIdentity(long pid, long startTicks, String bootId) {}

    /**
     * What a command left. Immutable.
     *
     * @param exitCode the exit code
     * @param text what it wrote, as UTF-8, at most 64 KiB
     */
    @Experimental
    record Output(int exitCode, String text) {
        /** Returns whether the exit code is 0. */
        public boolean ok() {
            return exitCode == 0;
        }
    }
}
