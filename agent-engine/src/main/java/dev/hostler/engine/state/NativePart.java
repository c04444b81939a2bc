package dev.hostler.engine.state;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native part. It is unpacked beside the database, loaded, and removed at once: left to itself the driver
 * unpacks it into the directory for temporary files, where it stays whenever the process is killed. Thread-safe.
 */
final class NativePart {
    private static final String WHERE_TO_UNPACK = "org.sqlite.tmpdir";

    private NativePart() {}

    /**
     * Loads it, unless it is loaded. An application that has said itself where to unpack is left its way.
     *
     * @throws Exception as the driver does
     */
    static synchronized void load(Path database) throws Exception {
        if (System.getProperty(WHERE_TO_UNPACK) != null) {
            SQLiteJDBCLoader.initialize();
            return;
        }
        Path directory = database.resolveSibling(database.getFileName() + ".native");
        remove(directory);
        PrivateFiles.createDirectories(directory);
        System.setProperty(WHERE_TO_UNPACK, directory.toString());
        try {
            SQLiteJDBCLoader.initialize();
        } finally {
            System.clearProperty(WHERE_TO_UNPACK);
            remove(directory);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException none) {
            return;
        }
        Files.deleteIfExists(directory);
    }
}
