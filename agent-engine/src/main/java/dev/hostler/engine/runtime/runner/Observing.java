package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Looks at the runners of an agent, by what is written down of them. Immutable. */
record Observing(Place place) {
    /** Returns the directories of all runners. */
    List<InstanceFiles> all() throws IOException {
        List<InstanceFiles> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place.instances(), "[0-9a-f]*")) {
            for (Path entry : entries) {
                found.add(new InstanceFiles(entry));
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return found;
    }

    /** Returns a runner as it is; empty if it is gone. */
    Optional<Instance> see(InstanceFiles files) throws IOException {
        Optional<InstanceRecord> record = InstanceRecord.read(files.record());
        return record.isEmpty() ? Optional.empty() : Optional.of(see(files, record.get()));
    }

    private static Instance see(InstanceFiles files, InstanceRecord record) throws IOException {
        // In this order: what ends meanwhile is seen as it was before.
        Optional<Verdict> verdict = Verdict.read(files.result());
        Optional<Facts> facts = Facts.read(files.facts());
        Optional<SessionRecord> session = SessionRecord.read(files.session());
        Map<String, String> details = details(record, facts, verdict);
        Instance.State state = state(verdict.isPresent(), session.isPresent());
        return new Instance(
                new InstanceHandle(record.name().workload(), files.id()),
                record.name(),
                state,
                message(verdict, session.isPresent(), facts, details),
                session.map(SessionRecord::startedAt),
                verdict.map(found -> OptionalInt.of(found.exitCode())).orElseGet(OptionalInt::empty),
                verdict.filter(Verdict::outOfMemory).isPresent(),
                state == Instance.State.RUNNING ? Optional.of(health(facts)) : Optional.empty(),
                Optional.empty(),
                List.of(),
                details);
    }

    private static Instance.State state(boolean ended, boolean started) {
        if (ended) {
            return Instance.State.EXITED;
        }
        return started ? Instance.State.RUNNING : Instance.State.CREATED;
    }

    private static Instance.Health health(Optional<Facts> facts) {
        return switch (stage(facts)) {
            case REGISTERING, STARTING -> Instance.Health.STARTING;
            case LISTENING, RUNNING, ENDING -> Instance.Health.HEALTHY;
        };
    }

    private static Stage stage(Optional<Facts> facts) {
        return facts.map(Facts::stage).orElse(Stage.STARTING);
    }

    private static String message(
            Optional<Verdict> verdict, boolean started, Optional<Facts> facts, Map<String, String> details) {
        return verdict.map(found -> found.outcome().word() + ": " + found.reason())
                .orElseGet(() -> started ? stage(facts).words() + times(details) : "is made");
    }

    /** What it took so far, in the order of the way. */
    private static String times(Map<String, String> details) {
        String times = Phases.ORDER.stream()
                .filter(name -> details.containsKey(Phases.PREFIX + name))
                .map(name -> name + " " + details.get(Phases.PREFIX + name) + " s")
                .collect(Collectors.joining(", "));
        return times.isEmpty() ? "" : " (" + times + ")";
    }

    private static Map<String, String> details(
            InstanceRecord record, Optional<Facts> facts, Optional<Verdict> verdict) {
        Map<String, String> details = new LinkedHashMap<>(record.details());
        details.put("version", record.version());
        facts.ifPresent(known -> {
            details.putAll(known.details());
            details.put("stage", known.stage().word());
        });
        verdict.ifPresent(found -> {
            details.put("stage", "ended");
            details.put("outcome", found.outcome().word());
            details.put("reason", found.reason());
        });
        return details;
    }
}
