package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.engine.runtime.container.StateDetails;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One container of an application, as it was listed, and what was asked beyond that. Immutable.
 *
 * @param container as listed
 * @param name what it was made for
 * @param labels what it tells of its application
 * @param details what the list does not tell; empty if nobody has asked
 */
record Part(Container container, InstanceName name, ServiceLabels labels, Optional<StateDetails> details) {
    private static final Pattern EXIT = Pattern.compile("Exited \\((-?\\d+)\\).*");

    /** Where a container is on its way. */
    enum State {
        /** Made, and never started. */
        CREATED,
        /** Runs. */
        RUNNING,
        /** Frozen by somebody. */
        PAUSED,
        /** Docker starts it again and again, since the file says so. */
        RESTARTING,
        /** Has ended with success. */
        COMPLETED,
        /** Has ended with anything but success, or though it is to run always. */
        FAILED,
        /** On its way out. */
        BROKEN
    }

    String id() {
        return container.getId();
    }

    private String status() {
        return details.map(StateDetails::status)
                .orElse(Optional.ofNullable(container.getState()).orElse(""));
    }

    State state() {
        return switch (status()) {
            case "created" -> State.CREATED;
            case "running" -> State.RUNNING;
            case "paused" -> State.PAUSED;
            case "restarting" -> State.RESTARTING;
            // What is to run always has been stopped by somebody, or Docker gave it up.
            case "exited" -> exitCode().orElse(-1) == 0 && !labels.stays() ? State.COMPLETED : State.FAILED;
            default -> State.BROKEN;
        };
    }

    /** Returns with what it has ended last; empty while it runs. */
    OptionalInt exitCode() {
        if (details.isPresent()) {
            return details.get().exitCode();
        }
        Matcher exit = EXIT.matcher(listedStatus());
        return exit.matches() ? OptionalInt.of(Integer.parseInt(exit.group(1))) : OptionalInt.empty();
    }

    private String listedStatus() {
        return Optional.ofNullable(container.getStatus()).orElse("");
    }

    boolean outOfMemory() {
        return state() == State.FAILED
                && details.filter(StateDetails::outOfMemory).isPresent();
    }

    /** What its own check says; the list tells it in words only. */
    Optional<Instance.Health> health() {
        String status = listedStatus();
        if (state() != State.RUNNING) {
            return Optional.empty();
        }
        if (status.endsWith("(healthy)")) {
            return Optional.of(Instance.Health.HEALTHY);
        }
        if (status.endsWith("(unhealthy)")) {
            return Optional.of(Instance.Health.UNHEALTHY);
        }
        return status.endsWith("(health: starting)") ? Optional.of(Instance.Health.STARTING) : Optional.empty();
    }

    /** Returns one or two words; nothing in them changes by itself. */
    String words() {
        return switch (state()) {
            case COMPLETED -> "completed";
            case FAILED ->
                outOfMemory()
                        ? "out of memory"
                        : "exited with code " + exitCode().orElse(-1) + error();
            case RUNNING ->
                health().map(health -> "running, " + health.name().toLowerCase(Locale.ROOT))
                        .orElse("running");
            default -> status();
        };
    }

    private String error() {
        String why = details.map(StateDetails::error)
                .orElse("")
                .replaceAll("\\s+", " ")
                .strip();
        return why.isEmpty() ? "" : ": " + why;
    }
}
