package dev.hostler.engine.state;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.state.seal.SealPlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of the workloads, in one transaction. Confined to the store's thread. */
record WorkloadTable(Connection connection, SealedCodec codec) {
    /** How many actions are kept, of all workloads together. */
    private static final int ACTIONS_KEPT = 2000;

    List<WorkloadRecord> all() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT owner, id, record FROM workloads ORDER BY owner, id");
                ResultSet row = statement.executeQuery()) {
            List<WorkloadRecord> records = new ArrayList<>();
            while (row.next()) {
                records.add(decoded(row.getString("owner"), row.getString("id"), row.getString("record")));
            }
            return records;
        }
    }

    Optional<WorkloadRecord> find(WorkloadKey key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT record FROM workloads WHERE owner = ? AND id = ?")) {
            String owner = key.owner().value();
            String id = key.id().value();
            statement.setString(1, owner);
            statement.setString(2, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(decoded(owner, id, row.getString("record"))) : Optional.empty();
            }
        }
    }

    private WorkloadRecord decoded(String owner, String id, String text) {
        return codec.decodeSealed(place(owner, id), text, WorkloadRecord.class);
    }

    void put(WorkloadRecord record) throws SQLException {
        String owner = record.key().owner().value();
        String id = record.key().id().value();
        change(
                "INSERT INTO workloads (owner, id, record) VALUES (?, ?, ?)"
                        + " ON CONFLICT (owner, id) DO UPDATE SET record = excluded.record",
                owner,
                id,
                codec.encodeSealed(place(owner, id), record));
    }

    void delete(WorkloadKey key) throws SQLException {
        change(
                "DELETE FROM workloads WHERE owner = ? AND id = ?",
                key.owner().value(),
                key.id().value());
    }

    void put(WorkloadAction action) throws SQLException {
        change(
                "INSERT INTO workload_actions (number, owner, action) VALUES (?, ?, ?)"
                        + " ON CONFLICT (number) DO UPDATE SET action = excluded.action",
                action.number(),
                action.workload().owner().value(),
                codec.plain().encode(action));
        change("DELETE FROM workload_actions WHERE number <= ?", action.number() - ACTIONS_KEPT);
    }

    List<WorkloadAction> actions(Owner owner) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT action FROM workload_actions WHERE owner = ? ORDER BY number")) {
            statement.setString(1, owner.value());
            try (ResultSet row = statement.executeQuery()) {
                List<WorkloadAction> actions = new ArrayList<>();
                while (row.next()) {
                    actions.add(codec.plain().decode(row.getString("action"), WorkloadAction.class));
                }
                return actions;
            }
        }
    }

    long lastAction() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT coalesce(max(number), 0) FROM workload_actions");
                ResultSet row = statement.executeQuery()) {
            return row.getLong(1);
        }
    }

    private void change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static SealPlace place(String owner, String id) {
        return new SealPlace("workload", owner, id);
    }
}
