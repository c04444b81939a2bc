package dev.hostler.launcher.grpc.service;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The last of what failed workloads have printed on their standard error, for those who look at them. It is read beside the
 * calls, once for each end, and only when somebody looks at that workload; however much was printed, only the end of it is
 * read. Thread-safe; {@code this} guards the map.
 */
final class LastOutputs {
    private static final String STDERR = "container.stderr";
    private static final String ENDED = "container.finished_at";
    private static final int LINES = 40;
    private static final int MOST_CHARACTERS = 4_096;
    private static final int MOST_KEPT = 1_000;

    private final Executor reading;
    private final Map<WorkloadKey, Output> kept = new LinkedHashMap<>();

    /**
     * What was printed before an end.
     *
     * @param end when it ended
     * @param text what was printed; empty if it was not read yet
     */
    private record Output(String end, String text) {}

    LastOutputs(Executor reading) {
        this.reading = reading;
    }

    /** Sees to it that the output of a workload that has failed is read, if it was not. */
    void ask(WorkloadHandle handle, Workload workload) {
        end(workload)
                .filter(end -> begin(workload.key(), end))
                .ifPresent(end -> reading.execute(() -> keep(workload.key(), end, read(handle))));
    }

    private static Optional<String> end(Workload workload) {
        return workload.status().phase() == WorkloadPhase.FAILED
                ? Optional.ofNullable(workload.status().details().get(ENDED))
                : Optional.empty();
    }

    private synchronized boolean begin(WorkloadKey key, String end) {
        Output before = kept.remove(key);
        kept.put(key, new Output(end, before == null ? "" : before.text()));
        if (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return before == null || !before.end().equals(end);
    }

    private synchronized void keep(WorkloadKey key, String end, String text) {
        kept.put(key, new Output(end, text));
    }

    private static String read(WorkloadHandle handle) {
        StringBuilder text = new StringBuilder();
        try (TimedLogStream log = handle.log(LogQuery.ALL.last(LINES))) {
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                if (line.get().output() == TimedLine.Output.STDERR) {
                    text.append(line.get().text()).append(line.get().continued() ? "" : "\n");
                    text.delete(0, Math.max(0, text.length() - MOST_CHARACTERS));
                }
            }
        } catch (AgentException unreadable) {
            return ""; // the runtime can't be asked, or the container is gone: there is nothing to show
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text.toString();
    }

    /** Returns the status of a workload that has failed with what it has printed, as far as that is known. */
    WorkloadStatus on(Workload workload, WorkloadStatus status) {
        if (workload.status().phase() != WorkloadPhase.FAILED) {
            return status;
        }
        String text = text(workload.key());
        return text.isEmpty()
                ? status
                : status.toBuilder().putMetadata(STDERR, text).build();
    }

    private synchronized String text(WorkloadKey key) {
        return Objects.requireNonNullElse(kept.get(key), new Output("", "")).text();
    }
}
