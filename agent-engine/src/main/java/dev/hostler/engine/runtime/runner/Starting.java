package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts a runner in a session of its own. Thread-safe. */
final class Starting {
    private final Place place;

    Starting(Place place) {
        this.place = place;
    }

    /** Starts it, unless it runs, or has served. If it fails, it stays as it was. */
    void start(InstanceHandle instance, InstanceFiles files, InstanceRecord record) throws IOException {
        if (files.isStarted() && !files.hasEnded()) {
            return;
        }
        boolean again = files.hasEnded();
        if (again && !Files.exists(files.registration()) && !wasStoppedTooEarly(files)) {
            // It was let in once, and is not known to its server any more: what has ended so stays so.
            return;
        }
        if (!again && findLost(files, record)) {
            return;
        }
        requireWayIn(instance, files);
        Map<Path, String> before = takeAside(files);
        try {
            Map<String, String> variables = variables(files, record);
            stage(files, record).write(files.facts());
            EnvFile.merge(files.runner().resolve(".env"), variables);
            ProcessIdentity process = place.processes()
                    .spawn(command(files, record), environment(files, variables), files.directory(), files.out());
            note(files, process, again ? place.scheduler().sinceBoot() : record.begun());
        } catch (IOException | RuntimeException e) {
            putBack(before);
            throw e;
        }
    }

    /** It was stopped before its server knew it, and whoever starts it again has to hear that this can't be. */
    private static boolean wasStoppedTooEarly(InstanceFiles files) throws IOException {
        boolean stopped = Verdict.read(files.result())
                .filter(verdict -> verdict.outcome() == Outcome.INTERRUPTED)
                .isPresent();
        boolean hadJob = Files.exists(files.jobStarted())
                || Facts.read(files.facts())
                        .filter(facts -> facts.details().containsKey("job"))
                        .isPresent();
        return stopped && !hadJob;
    }

    /** A death between the start and its note leaves a session that nobody knows. */
    private boolean findLost(InstanceFiles files, InstanceRecord record) throws IOException {
        Optional<Member> lost = place.session(files).lostLeader();
        if (lost.isPresent()) {
            ProcessIdentity process = new ProcessIdentity(
                    lost.get().pid(), lost.get().startTicks(), place.scheduler().bootId());
            note(files, process, record.begun());
        }
        return lost.isPresent();
    }

    private void note(InstanceFiles files, ProcessIdentity process, Duration begun) throws IOException {
        new SessionRecord(
                        process,
                        place.scheduler().now(),
                        begun,
                        place.memory().kills().orElse(Long.MAX_VALUE))
                .write(files.session());
    }

    private void requireWayIn(InstanceHandle instance, InstanceFiles files) {
        if (!Files.exists(files.registration()) && !Files.exists(place.secrets().of(files.id()))) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "start runner of workload",
                            instance.workload().toString(),
                            "its credential is gone: it was stopped before its registration was done, or its host was restarted",
                            "apply it with a new credential")
                    .toException();
        }
    }

    /** What tells of an earlier start must not be taken for this one's; its log goes on. */
    private static Map<Path, String> takeAside(InstanceFiles files) throws IOException {
        Map<Path, String> before = new LinkedHashMap<>();
        for (Path file : List.of(
                files.session(),
                files.marks(),
                files.exit(),
                files.stop(),
                files.asked(),
                files.facts(),
                files.jobStarted(),
                files.jobCompleted(),
                files.result())) {
            SmallFile.read(file).ifPresent(text -> before.put(file, text));
        }
        // The session goes first and comes back last: with it, and without a result, it would count as running.
        for (Path file : before.keySet()) {
            Files.delete(file);
        }
        return before;
    }

    private static void putBack(Map<Path, String> before) throws IOException {
        List<Path> files = new ArrayList<>(before.keySet());
        Collections.reverse(files);
        for (Path file : files) {
            SmallFile.write(file, before.getOrDefault(file, ""));
        }
    }

    private List<String> command(InstanceFiles files, InstanceRecord record) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                RunnerScript.MAIN,
                "hostler-runner",
                files.directory().toString(),
                place.secrets().of(files.id()).toString()));
        command.addAll(record.arguments());
        return command;
    }

    /** Where it will be at first; its keeper tells the rest. */
    private static Facts stage(InstanceFiles files, InstanceRecord record) {
        boolean registers = !record.arguments().isEmpty() && !Files.exists(files.registration());
        return new Facts(registers ? Stage.REGISTERING : Stage.STARTING, Map.of("version", record.version()));
    }

    /** What both runner and job get; the runner reads them from a file as well, which wins. */
    private static Map<String, String> variables(InstanceFiles files, InstanceRecord record) {
        Map<String, String> variables = new LinkedHashMap<>(record.env());
        variables.put("RUNNER_ALLOW_RUNASROOT", "1");
        variables.put("ACTIONS_RUNNER_HOOK_JOB_STARTED", files.hook("started").toString());
        variables.put(
                "ACTIONS_RUNNER_HOOK_JOB_COMPLETED", files.hook("completed").toString());
        return variables;
    }

    private Map<String, String> environment(InstanceFiles files, Map<String, String> variables) {
        Map<String, String> environment = new LinkedHashMap<>(Map.of(
                "HOME", System.getProperty("user.home"),
                "USER", System.getProperty("user.name"),
                "LANG", "C.UTF-8"));
        environment.putAll(variables);
        environment.put("RUNNER_MANUALLY_TRAP_SIG", "1");
        environment.put("ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE", "1");
        environment.put(Place.MARK, place.markOf(files));
        return environment;
    }
}
