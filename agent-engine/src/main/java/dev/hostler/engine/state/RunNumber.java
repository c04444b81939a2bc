package dev.hostler.engine.state;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Counts how often a store was opened, so that what is numbered in memory never has a number of an earlier run. Immutable.
 *
 * @param database the file, for messages
 * @param connection to it
 */
record RunNumber(Path database, Connection connection) {
    private static final String NEXT = "INSERT INTO meta (name, value) VALUES ('run', '1')"
            + " ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value";

    /** Stores and returns the number of this run, from 1 on. If it throws, the connection is closed. */
    long next() {
        try (PreparedStatement statement = connection.prepareStatement(NEXT);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw closing(e);
        }
    }

    private RuntimeException closing(SQLException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return StateFailures.unreachable("open state", database, StateFailures.firstLine(failure))
                .toException(failure);
    }
}
