package dev.hostler.engine.state;

import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * The database file: made whole or not at all, and only opened if it is ours and in order.
 *
 * @param path the file
 * @param schema the tables it has, or gets
 */
record StoreFile(Path path, Schema schema) {
    /** The file's header, by SQLite's "Database File Format", 1.3. */
    private static final int HEADER_SIZE = 100;

    private static final String MAGIC = "SQLite format 3\0";
    private static final int APPLICATION_ID_AT = 68;

    Connection open() {
        loadNativePart();
        try {
            if (!Files.exists(path)) {
                create();
            }
            refuseStrangeFile();
            return openChecked();
        } catch (IOException e) {
            throw StateFailures.unreachable("open state", path, PrivateFiles.reason(e))
                    .toException(e);
        } catch (SQLException e) {
            throw failure(e).toException(e);
        }
    }

    private Failure failure(SQLException e) {
        String cause = StateFailures.firstLine(e);
        return isOneOf(e, SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB)
                ? StateFailures.damaged(path, "it is damaged: " + cause)
                : StateFailures.unreachable("open state", path, cause);
    }

    static boolean isOneOf(SQLException e, SQLiteErrorCode... codes) {
        return e instanceof SQLiteException failure && Arrays.asList(codes).contains(failure.getResultCode());
    }

    private void loadNativePart() {
        try {
            NativePart.load(path);
        } catch (Exception | LinkageError e) {
            throw StateFailures.withoutNativePart(path, e).toException(e);
        }
    }

    /**
     * Under another name first: a file of the right name was whole at some time, so an empty one is damaged. Until it has
     * that name nobody needs it, so it is synced once and not at each of its steps.
     */
    private void create() throws IOException, SQLException {
        if (Files.exists(sibling("-wal"))) {
            throw StateFailures.damaged(path, "its journal is there, but the file itself is gone")
                    .toException();
        }
        Path unfinished = sibling(".new");
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(sibling(".new-journal")); // earlier agents made one
        PrivateFiles.createIfMissing(unfinished);
        try (Connection connection =
                        connect(unfinished, SQLiteConfig.JournalMode.MEMORY, SQLiteConfig.SynchronousMode.OFF);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + Schema.APPLICATION_ID);
            schema.apply(connection, path);
        }
        PrivateFiles.sync(unfinished);
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.syncDirectory(path.toAbsolutePath().getParent());
    }

    private Path sibling(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** Looks into the header before SQLite does, which would change a strange database by opening it our way. */
    private void refuseStrangeFile() throws IOException {
        byte[] header;
        try (InputStream in = Files.newInputStream(path)) {
            header = in.readNBytes(HEADER_SIZE);
        }
        String magic = new String(header, 0, Math.min(header.length, MAGIC.length()), StandardCharsets.ISO_8859_1);
        if (header.length < HEADER_SIZE || !magic.equals(MAGIC)) {
            throw StateFailures.damaged(path, "it is no SQLite database, or a damaged one")
                    .toException();
        }
        if (ByteBuffer.wrap(header).getInt(APPLICATION_ID_AT) != Schema.APPLICATION_ID) {
            throw StateFailures.foreign(path).toException();
        }
    }

    private Connection openChecked() throws SQLException {
        Connection connection = connect(path, SQLiteConfig.JournalMode.WAL, SQLiteConfig.SynchronousMode.FULL);
        try {
            refuseDamage(connection);
            schema.apply(connection, path);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void refuseDamage(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            String verdict = row.getString(1);
            if (!"ok".equals(verdict)) {
                throw StateFailures.damaged(path, "it is damaged: " + verdict.replaceAll("\\s+", " "))
                        .toException();
            }
        }
    }

    private static Connection connect(
            Path file, SQLiteConfig.JournalMode journal, SQLiteConfig.SynchronousMode synchronous) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setJournalMode(journal);
        config.setSynchronous(synchronous);
        // As a URI: the driver takes a '?' in a plain path for the start of settings.
        return config.createConnection("jdbc:sqlite:" + file.toUri());
    }
}
