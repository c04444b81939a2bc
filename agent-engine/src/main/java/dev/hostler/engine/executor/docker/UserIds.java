package dev.hostler.engine.executor.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user by the host's numbers. Immutable.
 *
 * @param uid the user's number
 * @param gid its group's number
 */
record UserIds(int uid, int gid) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})(?::(\\d{1,9}))?");
    private static final Path PROC = Path.of("/proc");

    /** Returns the user that this process runs as. */
    static UserIds current() {
        return of("self").orElseThrow(() -> new UncheckedIOException(new IOException("/proc can't be read")));
    }

    /** Returns the user that a process runs as; empty if it is gone. */
    static Optional<UserIds> of(long pid) {
        return of(String.valueOf(pid));
    }

    private static Optional<UserIds> of(String pid) {
        try {
            List<String> lines = Files.readAllLines(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1);
            return Optional.of(new UserIds(first(lines, "Uid:"), first(lines, "Gid:")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static int first(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().split("\\s+")[0])
                .map(Integer::parseUnsignedInt)
                .findFirst()
                .orElse(0);
    }

    /** Reads {@code UID} or {@code UID:GID}, as an image can name its user; empty if it has a name. */
    static Optional<UserIds> parse(String text) {
        Matcher matcher = NUMBERS.matcher(text);
        return matcher.matches()
                ? Optional.of(new UserIds(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(Optional.ofNullable(matcher.group(2)).orElse("0"))))
                : Optional.empty();
    }

    /** Returns whether it may read, change and remove the files of every user. */
    boolean isRoot() {
        return uid == 0;
    }

    /** Returns it as chown(1) takes it. */
    @Override
    public String toString() {
        return Integer.toUnsignedString(uid) + ":" + Integer.toUnsignedString(gid);
    }
}
