package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;

/** Small files that are there as a whole or not at all, and for the agent's user alone. Thread-safe. */
final class SmallFile {
    /** Jobs can write some of them; more than this is read of none. */
    private static final int LONGEST = 1 << 20;

    private SmallFile() {}

    /** Returns the attribute of a directory that is for the agent's user alone. */
    static FileAttribute<?> privateDirectory() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    static Optional<String> read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Writes a file in the place of one that may be there. */
    static void write(Path file, String text) throws IOException {
        write(file, text, "rw-------");
    }

    static void write(Path file, String text, String mode) throws IOException {
        Path fresh = fresh(file, text, mode);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes a file if there is none; says whether there was none. Of several callers, one succeeds. */
    static boolean writeFirst(Path file, String text) throws IOException {
        Path fresh = fresh(file, text, "rw-------");
        try {
            Files.createLink(file, fresh);
            return true;
        } catch (FileAlreadyExistsException late) {
            return false;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static Path fresh(Path file, String text, String mode) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
        Files.writeString(fresh, text);
        return fresh;
    }

    static Optional<Properties> readFields(Path file) throws IOException {
        Optional<String> text = read(file);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Properties fields = new Properties();
        try {
            fields.load(new StringReader(text.get()));
        } catch (IllegalArgumentException e) {
            throw new IOException("it is damaged: " + file, e);
        }
        return Optional.of(fields);
    }

    static String fields(Map<String, String> fields) throws IOException {
        Properties properties = new Properties();
        properties.putAll(fields);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        // The first line would tell the time of the writing.
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
