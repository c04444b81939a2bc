package dev.hostler.engine.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;

/** The directory that only the agent writes. Confined to one thread. */
final class InputDirectory {
    private final Path directory;

    InputDirectory(Path directory) {
        this.directory = directory;
    }

    /** Writes a step's files; the prologue appears last and whole, and with it the step can be taken up. */
    void put(int number, StepFiles files) throws IOException {
        drop(number);
        if (!files.environment().isEmpty()) {
            write(file(number, ".env"), files.environment());
        }
        if (files.script().isPresent()) {
            write(file(number, ".script"), files.script().get());
        }
        Path draft = file(number, ".draft");
        write(draft, files.prologue());
        move(draft, file(number, ".sh"));
    }

    /** Returns the highest step whose prologue is there: it may run. */
    OptionalInt pending() throws IOException {
        OptionalInt highest = OptionalInt.empty();
        try (DirectoryStream<Path> prologues = Files.newDirectoryStream(directory, "[0-9]*.sh")) {
            for (Path prologue : prologues) {
                String name = prologue.getFileName().toString();
                int number = Integer.parseInt(name.substring(0, name.length() - ".sh".length()));
                highest = OptionalInt.of(Math.max(number, highest.orElse(number)));
            }
        } catch (NoSuchFileException gone) {
            return OptionalInt.empty();
        }
        return highest;
    }

    /** Removes the environment; says whether there was one. */
    boolean dropEnvironment(int number) throws IOException {
        return Files.deleteIfExists(file(number, ".env"));
    }

    /** Removes a step that is over, or that shall not start any more. */
    void drop(int number) throws IOException {
        dropEnvironment(number);
        Files.deleteIfExists(file(number, ".script"));
        Files.deleteIfExists(file(number, ".draft"));
        Files.deleteIfExists(file(number, ".sh"));
    }

    /** Says that no step will come any more. */
    void end() throws IOException {
        write(directory.resolve("end"), "");
    }

    private Path file(int number, String kind) {
        return directory.resolve(number + kind);
    }

    static void move(Path draft, Path file) throws IOException {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Readable for every user: the sandbox's may be another than the agent's, and the parent lets in neither. */
    static void write(Path file, String text) throws IOException {
        Files.write(
                file,
                text.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
