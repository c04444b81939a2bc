package dev.hostler.engine.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * SQLite's native part. It is unpacked beside the database, loaded, and removed at once: left to itself the driver
 * unpacks it into the directory for temporary files, where it stays whenever the process is killed, and then compares it
 * byte by byte, which costs a short run more than all else that it does with its store. Thread-safe.
 */
final class NativePart {
    private static final String WHERE_TO_UNPACK = "org.sqlite.tmpdir";
    private static final String WHERE_IT_IS = "org.sqlite.lib.path";

    private NativePart() {}

    /**
     * Loads it, unless it is loaded. An application that has said itself where it is, or where to unpack it, is left its way.
     *
     * @throws Exception as the driver does
     */
    static synchronized void load(Path database) throws Exception {
        if (System.getProperty(WHERE_TO_UNPACK) != null || System.getProperty(WHERE_IT_IS) != null) {
            SQLiteJDBCLoader.initialize();
            return;
        }
        Path directory = database.resolveSibling(database.getFileName() + ".native");
        remove(directory);
        PrivateFiles.createDirectories(directory);
        System.setProperty(WHERE_TO_UNPACK, directory.toString());
        System.setProperty(WHERE_IT_IS, directory.toString());
        try {
            unpack(directory);
            SQLiteJDBCLoader.initialize();
        } finally {
            System.clearProperty(WHERE_IT_IS);
            System.clearProperty(WHERE_TO_UNPACK);
            remove(directory);
        }
    }

    /** Where the driver has none for this machine, it says so itself. */
    private static void unpack(Path directory) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream("native/" + machine() + "/" + name)) {
            if (packed != null) {
                Files.copy(packed, directory.resolve(name));
            }
        }
    }

    /**
     * Returns where the driver has the one for this machine. To tell one kind of Android from Linux it would start a program
     * and wait for it; there it looks again by itself, when what it was given does not load.
     */
    static String machine() {
        boolean linux = System.getProperty("os.name", "").contains("Linux");
        return linux && !OSInfo.isAndroidRuntime() && !OSInfo.isMusl()
                ? "Linux/" + OSInfo.getArchName()
                : OSInfo.getNativeLibFolderPathForCurrentOS();
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
