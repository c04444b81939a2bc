package dev.hostler.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a JVM has learned about the classes of a packaged program (AppCDS), for tests that start it again and again: a start
 * with it takes half the processor time. It lies beside the jar and is made once for it, by whichever JVM of tests comes
 * first. Thread-safe.
 */
public final class ClassArchive {
    private ClassArchive() {}

    /** One run of the program, from which the archive is made. */
    @FunctionalInterface
    public interface Training {
        /**
         * Starts the program in a JVM with these options, and returns when it has ended by itself.
         *
         * @throws IOException if it can't be started
         * @throws InterruptedException if the thread was interrupted
         */
        void run(List<String> options) throws IOException, InterruptedException;
    }

    /**
     * Returns the options for a JVM that starts the program. Where no archive could be made, it starts without one.
     *
     * @param jar the program
     * @param training takes place if there is no archive, or one that is older than the program
     * @throws IOException if the training could not take place
     */
    public static synchronized List<String> options(Path jar, Training training) throws IOException {
        Path archive = Path.of(jar + ".jsa");
        try (FileChannel others =
                FileChannel.open(Path.of(jar + ".jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            others.lock();
            if (!isOf(archive, jar)) {
                make(archive, training);
            }
        }
        // The JVM would print that an archive does not fit, among what the program prints.
        return List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive, "-Xlog:disable");
    }

    private static boolean isOf(Path archive, Path jar) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) >= 0;
    }

    private static void make(Path archive, Training training) throws IOException {
        Path made = Path.of(archive + ".new");
        Files.deleteIfExists(archive);
        Files.deleteIfExists(made);
        try {
            training.run(List.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:disable"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the archive of classes was made");
        }
        if (Files.exists(made)) {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
