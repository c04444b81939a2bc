package dev.hostler.engine.runtime.runner;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a runner has been seen to do, from what it prints; its exit code says next to nothing. Confined to one thread. */
final class Evidence {
    private static final Pattern VERSION = Pattern.compile("Current runner version: '([0-9.]{1,40})'");
    private static final Pattern RUNNING = Pattern.compile("Z: Running job: (.*)$");
    private static final Pattern COMPLETED = Pattern.compile("Z: Job (.*) completed with result: ([A-Za-z]{1,40})");
    private static final Pattern ENDED = Pattern.compile("Runner listener exit with (.*)$");
    private static final int LONGEST = 200;

    private @Nullable String version;
    private @Nullable Instant listeningAt;
    private @Nullable Instant jobAt;
    private @Nullable Instant completedAt;
    private @Nullable String job;
    private @Nullable String jobResult;
    private @Nullable String listenerEnd;
    private String lastLine = "";
    private int inVain;

    /** Takes note of a line. */
    void see(Instant time, String line) {
        if (line.isBlank()) {
            return;
        }
        lastLine = shown(line);
        find(VERSION, line).ifPresent(found -> version = found.group(1));
        if (line.endsWith("Z: Listening for Jobs")) {
            listeningAt = listeningAt == null ? time : listeningAt;
            inVain = 0;
        }
        find(RUNNING, line).ifPresent(found -> {
            job = shown(found.group(1));
            jobAt = time;
        });
        find(COMPLETED, line).ifPresent(found -> {
            job = shown(found.group(1));
            jobResult = found.group(2);
            completedAt = time;
        });
        find(ENDED, line).ifPresent(found -> {
            listenerEnd = shown(found.group(1));
            inVain = found.group(1).contains("retryable") ? inVain + 1 : inVain;
        });
    }

    private static Optional<Matcher> find(Pattern pattern, String line) {
        Matcher found = pattern.matcher(line);
        return found.find() ? Optional.of(found) : Optional.empty();
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }

    Optional<String> version() {
        return Optional.ofNullable(version);
    }

    Optional<Instant> listeningAt() {
        return Optional.ofNullable(listeningAt);
    }

    Optional<Instant> jobAt() {
        return Optional.ofNullable(jobAt);
    }

    Optional<Instant> completedAt() {
        return Optional.ofNullable(completedAt);
    }

    Optional<String> job() {
        return Optional.ofNullable(job);
    }

    Optional<String> jobResult() {
        return Optional.ofNullable(jobResult);
    }

    Optional<String> listenerEnd() {
        return Optional.ofNullable(listenerEnd);
    }

    String lastLine() {
        return lastLine;
    }

    /** Returns how often in a row it has ended without reaching its server. */
    int inVain() {
        return inVain;
    }
}
