package dev.hostler.engine.state;

import dev.hostler.api.error.AgentException;
import dev.hostler.engine.state.seal.Seal;
import dev.hostler.engine.state.seal.SealPlace;
import dev.hostler.engine.state.seal.StateKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A known text that a store keeps sealed, by which it tells its key from every other. Confined to the thread that opens
 * the store.
 *
 * @param database the file, for messages
 * @param connection the open store
 */
record KeyMark(Path database, Connection connection) {
    private static final String NAME = "key-mark";
    private static final SealPlace PLACE = new SealPlace(NAME, "", "");
    private static final String TEXT = "hostler";

    /**
     * Returns the seal of the store. A store without a mark gets one, and where there is no key either, a new key: made
     * durable first, so that no mark is ever without its key. If it throws, the connection is closed.
     */
    Seal unlock(KeySource keys) {
        try {
            return sealFrom(keys);
        } catch (SQLException e) {
            throw closing(StateFailures.unreachable("open state", database, StateFailures.firstLine(e))
                    .toException(e));
        } catch (AgentException e) {
            throw closing(e);
        }
    }

    private AgentException closing(AgentException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private Seal sealFrom(KeySource keys) throws SQLException {
        Optional<String> mark = read();
        if (mark.isPresent()) {
            return matching(mark.get(), keys);
        }
        Seal seal = new Seal(keys.find().orElseGet(keys::create));
        write(seal.seal(PLACE, TEXT));
        return seal;
    }

    private Seal matching(String mark, KeySource keys) {
        StateKey key = keys.find()
                .orElseThrow(() -> KeyFailures.lost(database, keys.ownFile()).toException());
        Seal seal = new Seal(key);
        try {
            seal.open(PLACE, mark);
            return seal;
        } catch (AgentException closed) {
            throw KeyFailures.wrong(database, key).toException(closed);
        }
    }

    private Optional<String> read() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
            statement.setString(1, NAME);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private void write(String mark) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO meta (name, value) VALUES (?, ?)")) {
            statement.setString(1, NAME);
            statement.setString(2, mark);
            statement.executeUpdate();
        }
    }
}
