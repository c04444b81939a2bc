package dev.hostler.engine.state;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of the jobs, in one transaction. Confined to the store's thread. */
record JobTable(Connection connection) {
    Optional<JobRow> find(JobKey key) throws SQLException {
        return rows("WHERE owner = ? AND id = ?", key.owner().value(), key.id().value()).stream()
                .findFirst();
    }

    /** Returns the row that the state of which is about to change; throws if it is missing. */
    JobRow require(JobKey key) throws SQLException {
        return find(key).orElseThrow(() -> StateFailures.unknownJob(key));
    }

    List<JobRow> rows(String condition, Object... values) throws SQLException {
        String sql = "SELECT " + JobRow.COLUMNS + " FROM jobs " + condition;
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet result = statement.executeQuery()) {
            List<JobRow> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(JobRow.of(result));
            }
            return rows;
        }
    }

    void insert(JobKey key, Instant queuedAt, String spec) throws SQLException {
        change(
                "INSERT INTO jobs (owner, id, state, queued_at, spec) VALUES (?, ?, ?, ?, ?)",
                key.owner().value(),
                key.id().value(),
                JobState.QUEUED.name(),
                queuedAt.toString(),
                spec);
    }

    void handOver(long sequence, String handOver) throws SQLException {
        change(
                "UPDATE jobs SET state = ?, hand_over = ? WHERE sequence = ?",
                JobState.RUNNING.name(),
                handOver,
                sequence);
    }

    void finish(long sequence, String result) throws SQLException {
        change("UPDATE jobs SET state = ?, result = ? WHERE sequence = ?", JobState.FINISHED.name(), result, sequence);
    }

    void askCancel(long sequence) throws SQLException {
        change("UPDATE jobs SET cancel_asked = 1 WHERE sequence = ?", sequence);
    }

    void queueAgain(long sequence, String rerun) throws SQLException {
        change(
                "UPDATE jobs SET state = ?, hand_over = NULL, rerun = ? WHERE sequence = ?",
                JobState.QUEUED.name(),
                rerun,
                sequence);
    }

    void delete(long sequence) throws SQLException {
        change("DELETE FROM jobs WHERE sequence = ?", sequence);
    }

    private void change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
