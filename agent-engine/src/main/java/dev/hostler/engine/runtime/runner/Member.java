package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process as {@code /proc/PID/stat} shows it; see proc(5). Immutable.
 *
 * @param pid its number
 * @param command the name of its program, at most 15 characters
 * @param parent its parent
 * @param session its session
 * @param startTicks when it started
 */
record Member(long pid, String command, long parent, long session, long startTicks) {
    static Optional<Member> read(Path proc, long pid) {
        try {
            String line = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            int open = line.indexOf('(');
            int close = line.lastIndexOf(") ");
            String[] fields = line.substring(close + 2).split(" ");
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return dead
                    ? Optional.empty()
                    : Optional.of(new Member(
                            pid,
                            line.substring(open + 1, close),
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[3]),
                            Long.parseLong(fields[19])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Returns whether this serves jobs, or runs one; such a process can end a job in order. */
    boolean serves() {
        return command.equals("Runner.Listener") || command.equals("Runner.Worker");
    }
}
