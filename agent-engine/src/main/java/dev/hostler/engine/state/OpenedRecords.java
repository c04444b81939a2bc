package dev.hostler.engine.state;

import dev.hostler.api.workload.WorkloadKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the rows of workloads say, by their very text: one that was read or written before is not opened and decoded once
 * more, which took most of the time of a change. What is in the database counts, whatever became of the transaction that a
 * text was seen in. Confined to the store's thread.
 */
final class OpenedRecords {
    private final Map<WorkloadKey, Opened> last = new HashMap<>();

    private record Opened(String text, WorkloadRecord record) {}

    /** Returns what a row says, if it was seen with just this text. */
    Optional<WorkloadRecord> find(WorkloadKey key, String text) {
        return Optional.ofNullable(last.get(key))
                .filter(opened -> opened.text().equals(text))
                .map(Opened::record);
    }

    /** Keeps what a row says; returns it. */
    WorkloadRecord keep(String text, WorkloadRecord record) {
        last.put(record.key(), new Opened(text, record));
        return record;
    }

    /** Drops what a row has said. */
    void drop(WorkloadKey key) {
        last.remove(key);
    }
}
