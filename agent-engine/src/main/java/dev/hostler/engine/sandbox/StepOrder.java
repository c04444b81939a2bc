package dev.hostler.engine.sandbox;

import dev.hostler.api.job.StepCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A step to run in a sandbox. Immutable.
 *
 * @param number its number in this sandbox, from 1; each is used once and numbers only rise
 * @param command what it runs
 * @param env its variables, secrets among them
 * @param workdir the directory to run in, relative to the workspace
 */
public record StepOrder(int number, StepCommand command, Map<String, String> env, Optional<String> workdir) {
    /** Copies and checks the components. */
    public StepOrder {
        if (number < 1 || number > 9_999_999) {
            throw new IllegalArgumentException("step number " + number + " is not between 1 and 9999999");
        }
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }

    /** Leaves out what can hold a secret. */
    @Override
    public String toString() {
        return "StepOrder[number=" + number + "]";
    }
}
