package dev.hostler.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One line of {@code /proc/PID/stat}; the fields and their numbers are those of proc(5). Immutable.
 *
 * @param pid field 1
 * @param state field 3
 * @param parent field 4
 * @param session field 6
 * @param startTicks field 22
 */
record ProcessStat(long pid, char state, long parent, long session, long startTicks) {
    private static final int FIELDS = 20;

    /** Reads the line of a process; empty if there is none. */
    static Optional<ProcessStat> read(Path proc, long pid) {
        try {
            return parse(Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** A command name may hold anything, spaces and parentheses included, so the fields count from the last one. */
    static Optional<ProcessStat> parse(String line) {
        int name = line.indexOf(" (");
        int rest = line.lastIndexOf(") ");
        if (name < 1 || rest < name) {
            return Optional.empty();
        }
        String[] fields = line.substring(rest + 2).trim().split(" ");
        if (fields.length < FIELDS) {
            return Optional.empty();
        }
        return Optional.of(new ProcessStat(
                Long.parseLong(line.substring(0, name)),
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19])));
    }

    /** Returns whether it still runs: a zombie or a dead process does not. */
    boolean runs() {
        return state != 'Z' && state != 'X';
    }
}
