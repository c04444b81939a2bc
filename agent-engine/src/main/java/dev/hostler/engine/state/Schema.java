package dev.hostler.engine.state;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, as the list of steps that led to them: step n takes a database from version n to n + 1. Steps are only
 * ever added. Immutable.
 *
 * @param steps the SQL statements of each step
 */
record Schema(List<List<String>> steps) {
    /** Marks the file as ours: "HSTL" in ASCII, in SQLite's header field for this purpose. */
    static final int APPLICATION_ID = 0x4853544C;

    static final Schema CURRENT = new Schema(List.of(
            List.of("""
            CREATE TABLE jobs (
              sequence INTEGER PRIMARY KEY AUTOINCREMENT,
              owner TEXT NOT NULL,
              id TEXT NOT NULL,
              state TEXT NOT NULL,
              queued_at TEXT NOT NULL,
              spec TEXT NOT NULL,
              hand_over TEXT,
              result TEXT,
              UNIQUE (owner, id)
            ) STRICT""", "CREATE INDEX jobs_unfinished ON jobs (sequence) WHERE state <> 'FINISHED'"),
            List.of(
                    "ALTER TABLE jobs ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE jobs ADD COLUMN rerun TEXT"),
            List.of("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"),
            List.of(
                    "CREATE TABLE workloads (owner TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL,"
                            + " PRIMARY KEY (owner, id)) STRICT, WITHOUT ROWID",
                    "CREATE TABLE workload_actions (number INTEGER PRIMARY KEY, owner TEXT NOT NULL,"
                            + " action TEXT NOT NULL) STRICT")));

    int version() {
        return steps.size();
    }

    /** Brings a database to this version; each step is there wholly or not at all. If it throws, close the connection. */
    void apply(Connection connection, Path database) throws SQLException {
        int found = versionOf(connection);
        if (found > version()) {
            throw StateFailures.newer(database, found, version()).toException();
        }
        try (Statement statement = connection.createStatement()) {
            for (int step = found; step < version(); step++) {
                statement.execute("BEGIN");
                for (String sql : steps.get(step)) {
                    statement.execute(sql);
                }
                statement.execute("PRAGMA user_version = " + (step + 1));
                statement.execute("COMMIT");
            }
        }
    }

    private static int versionOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }
}
