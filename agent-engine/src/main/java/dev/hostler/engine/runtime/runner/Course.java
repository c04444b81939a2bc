package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The way of one runner so far: its stages, and when it came to each. Confined to one thread. */
final class Course {
    private static final Set<String> IDENTITY = Set.of(
            "GITHUB_REPOSITORY", "GITHUB_WORKFLOW", "GITHUB_JOB", "GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_SHA");

    private final InstanceFiles files;
    private final Evidence evidence;
    private final Map<String, String> extra = new LinkedHashMap<>();
    private Optional<Instant> registerAt = Optional.empty();
    private Optional<Instant> startAt = Optional.empty();

    Course(InstanceFiles files, Evidence evidence) {
        this.files = files;
        this.evidence = evidence;
    }

    /** Reads what its first process says of itself. */
    void look() throws IOException {
        for (String line : SmallFile.read(files.marks()).orElse("").lines().toList()) {
            String[] words = line.split(" ");
            if (words.length == 2 && words[1].matches("[0-9]{1,19}")) {
                Instant time = Instant.ofEpochSecond(0, Long.parseLong(words[1]));
                if (words[0].equals("register")) {
                    registerAt = Optional.of(time);
                } else if (words[0].equals("start")) {
                    startAt = Optional.of(time);
                }
            }
        }
    }

    Optional<Instant> registerAt() {
        return registerAt;
    }

    boolean isRegistering() {
        return registerAt.isPresent() && startAt.isEmpty();
    }

    void warn(String name, String text) {
        extra.put("warning." + name, text);
    }

    boolean hasWarned(String name) {
        return extra.containsKey("warning." + name);
    }

    /** Returns where it is. */
    Facts facts(boolean stopping) throws IOException {
        Map<String, String> details = new LinkedHashMap<>(times());
        evidence.version().ifPresent(version -> details.put("version", version));
        evidence.job().ifPresent(job -> details.put("job", job));
        evidence.jobResult().ifPresent(result -> details.put("job.result", result));
        details.putAll(identity(files.jobStarted()));
        details.putAll(extra);
        return new Facts(stage(stopping), details);
    }

    private Stage stage(boolean stopping) {
        if (stopping || evidence.completedAt().isPresent()) {
            return Stage.ENDING;
        }
        if (evidence.jobAt().isPresent() || Files.exists(files.jobStarted())) {
            return Stage.RUNNING;
        }
        if (evidence.listeningAt().isPresent()) {
            return Stage.LISTENING;
        }
        return isRegistering() ? Stage.REGISTERING : Stage.STARTING;
    }

    private Map<String, String> times() {
        Map<String, String> times = new LinkedHashMap<>();
        between("register", registerAt, startAt, times);
        between("start", startAt, evidence.listeningAt(), times);
        between("wait", evidence.listeningAt(), evidence.jobAt(), times);
        between("job", evidence.jobAt(), evidence.completedAt(), times);
        return times;
    }

    private static void between(String name, Optional<Instant> from, Optional<Instant> to, Map<String, String> times) {
        if (from.isPresent() && to.isPresent()) {
            Duration time = Duration.between(from.get(), to.get());
            times.put(Phases.PREFIX + name, Phases.seconds(time.isNegative() ? Duration.ZERO : time));
        }
    }

    /** What the job says of itself is believed of nothing else. */
    private static Map<String, String> identity(Path note) throws IOException {
        Map<String, String> details = new LinkedHashMap<>();
        if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
            return details;
        }
        Properties fields = SmallFile.readFields(note).orElseGet(Properties::new);
        for (String name : IDENTITY) {
            String value = fields.getProperty(name, "").replaceAll("\\p{Cntrl}", "?");
            if (!value.isEmpty()) {
                String key = name.substring("GITHUB_".length()).toLowerCase(Locale.ROOT);
                details.put("job." + key.replace('_', '-'), value.substring(0, Math.min(200, value.length())));
            }
        }
        return details;
    }
}
