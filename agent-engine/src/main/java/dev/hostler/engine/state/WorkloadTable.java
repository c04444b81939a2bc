package dev.hostler.engine.state;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.state.seal.SealPlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The SQL of the workloads, in one transaction. Confined to the store's thread. */
record WorkloadTable(Connection connection, SealedCodec codec, OpenedRecords opened) {
    /** How many actions are kept, of all workloads together. */
    private static final int ACTIONS_KEPT = 2000;

    List<WorkloadRecord> all() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT owner, id, record FROM workloads ORDER BY owner, id");
                ResultSet row = statement.executeQuery()) {
            List<WorkloadRecord> records = new ArrayList<>();
            while (row.next()) {
                WorkloadKey key =
                        new WorkloadKey(new Owner(row.getString("owner")), new WorkloadId(row.getString("id")));
                records.add(decoded(key, row.getString("record")));
            }
            return records;
        }
    }

    Optional<WorkloadRecord> find(WorkloadKey key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT record FROM workloads WHERE owner = ? AND id = ?")) {
            statement.setString(1, key.owner().value());
            statement.setString(2, key.id().value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(decoded(key, row.getString("record"))) : Optional.empty();
            }
        }
    }

    private WorkloadRecord decoded(WorkloadKey key, String text) {
        return opened.find(key, text)
                .orElseGet(() -> opened.keep(text, codec.decodeSealed(place(key), text, WorkloadRecord.class)));
    }

    void put(WorkloadRecord record) throws SQLException {
        WorkloadKey key = record.key();
        String text = codec.encodeSealed(place(key), record);
        change(
                "INSERT INTO workloads (owner, id, record) VALUES (?, ?, ?)"
                        + " ON CONFLICT (owner, id) DO UPDATE SET record = excluded.record",
                key.owner().value(),
                key.id().value(),
                text);
        opened.keep(text, record);
    }

    void delete(WorkloadKey key) throws SQLException {
        change(
                "DELETE FROM workloads WHERE owner = ? AND id = ?",
                key.owner().value(),
                key.id().value());
        opened.drop(key);
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

    /** Returns actions as they are stored, oldest first. The newest are looked at first, so that a few are found soon. */
    List<String> actions(ActionQuery query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT action FROM workload_actions"
                + " WHERE owner = ?1 AND (?2 IS NULL OR json_extract(action, '$.value.workload.id') = ?2)"
                + " ORDER BY number DESC LIMIT ?3")) {
            statement.setString(1, query.owner().value());
            statement.setString(2, query.workload().map(WorkloadId::value).orElse(null));
            statement.setInt(3, query.last().orElse(ACTIONS_KEPT));
            try (ResultSet row = statement.executeQuery()) {
                List<String> actions = new ArrayList<>();
                while (row.next()) {
                    actions.add(row.getString("action"));
                }
                Collections.reverse(actions);
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

    private static SealPlace place(WorkloadKey key) {
        return new SealPlace("workload", key.owner().value(), key.id().value());
    }
}
