package dev.hostler.engine.runtime.compose;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The program that is Compose on this host: the plugin of {@code docker}, or the older program of its own. Looked for with
 * the first use, and again as long as there is none. Thread-safe; two first users may both look.
 */
final class ComposeProgram {
    private static final Duration LOOK = Duration.ofSeconds(4);
    private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+\\.\\d+\\S*)");
    private static final List<List<String>> USUAL = List.of(List.of("docker", "compose"), List.of("docker-compose"));

    /** Where there is none, nobody is asked again and again. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final ProcessLauncher processes;
    private final Scheduler scheduler;
    private final List<List<String>> candidates;
    private final boolean isNamed;
    private final AtomicReference<@Nullable Found> known = new AtomicReference<>();
    private final AtomicReference<@Nullable Long> missedAt = new AtomicReference<>();

    ComposeProgram(ProcessLauncher processes, Scheduler scheduler, Optional<List<String>> wanted) {
        this.processes = processes;
        this.scheduler = scheduler;
        this.candidates = wanted.map(List::of).orElse(USUAL);
        this.isNamed = wanted.isPresent();
    }

    /**
     * A program that answers. Immutable.
     *
     * @param words what starts it
     * @param version its version
     */
    record Found(List<String> words, String version) {
        /** Returns a command of it. */
        List<String> with(List<String> arguments) {
            List<String> all = new ArrayList<>(words);
            all.addAll(arguments);
            return List.copyOf(all);
        }
    }

    /**
     * Returns the program; one that an operator has named is not asked before it is used. Throws {@code AgentException} with
     * {@code RUNTIME_UNAVAILABLE} if there is none.
     */
    Found require() throws InterruptedException {
        return isNamed
                ? new Found(candidates.get(0), "")
                : find().orElseThrow(() -> missing().toException());
    }

    Failure missing() {
        return Failure.cannot(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "use Compose",
                String.join(
                        " or ",
                        candidates.stream()
                                .map(words -> String.join(" ", words))
                                .toList()),
                "there is no such program, or it does not tell its version",
                "install the plugin docker-compose-plugin or the package docker-compose, or name the program in the setting "
                        + ComposeSettings.PROVIDER + ".compose-binary");
    }

    Optional<Found> find() throws InterruptedException {
        Found before = known.get();
        if (before != null) {
            return Optional.of(before);
        }
        Long missed = missedAt.get();
        if (missed != null && scheduler.nanoTime() - missed < AGAIN.toNanos()) {
            return Optional.empty();
        }
        for (List<String> words : candidates) {
            Optional<Found> found = ask(words);
            if (found.isPresent()) {
                known.set(found.get());
                return found;
            }
        }
        missedAt.set(scheduler.nanoTime());
        return Optional.empty();
    }

    private Optional<Found> ask(List<String> words) throws InterruptedException {
        List<String> command = new Found(words, "").with(List.of("version", "--short"));
        ProcessLauncher.Output answer = processes.ask(command, Map.of(), "", LOOK);
        Matcher version = VERSION.matcher(answer.text().strip());
        return answer.ok() && version.matches() ? Optional.of(new Found(words, version.group(1))) : Optional.empty();
    }
}
