package dev.hostler.api.job;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a pipeline. Immutable; construct it with {@link #builder}.
 *
 * @param name what people call the step
 * @param command what it runs
 * @param env variables of this step; they win over the job's
 * @param workdir the directory to run in, relative to the workspace; the workspace itself if empty
 * @param timeout how long it may run; empty: as long as the job
 * @param continueOnError whether the job goes on, and can succeed, when the step fails
 * @param condition when it runs
 */
@Experimental
public record StepSpec(
        String name,
        StepCommand command,
        Map<String, String> env,
        Optional<String> workdir,
        Optional<Duration> timeout,
        boolean continueOnError,
        StepCondition condition) {
    /** Copies and checks the components. */
    public StepSpec {
        Fields.singleLine("step name", name);
        env = Fields.environment("step " + name + " env", env);
        workdir.ifPresent(dir -> Fields.insideWorkspace("step " + name + " workdir", dir));
        timeout.ifPresent(limit -> Fields.positive("step " + name + " timeout", limit));
    }

    /** Starts a step that runs a command. */
    public static Builder builder(String name, StepCommand command) {
        return new Builder(name, command);
    }

    /** Collects the parts of a {@link StepSpec}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private final String name;
        private final StepCommand command;
        private Map<String, String> env = Map.of();
        private Optional<String> workdir = Optional.empty();
        private Optional<Duration> timeout = Optional.empty();
        private boolean continueOnError;
        private StepCondition condition = StepCondition.SUCCESS;

        private Builder(String name, StepCommand command) {
            this.name = name;
            this.command = command;
        }

        /** Sets the step's own variables. */
        public Builder env(Map<String, String> value) {
            this.env = value;
            return this;
        }

        /** Sets the directory to run in, relative to the workspace. */
        public Builder workdir(String value) {
            this.workdir = Optional.of(value);
            return this;
        }

        /** Sets how long the step may run. */
        public Builder timeout(Duration value) {
            this.timeout = Optional.of(value);
            return this;
        }

        /** Sets whether the job goes on, and can succeed, when the step fails. */
        public Builder continueOnError(boolean value) {
            this.continueOnError = value;
            return this;
        }

        /** Sets when the step runs. */
        public Builder condition(StepCondition value) {
            this.condition = value;
            return this;
        }

        /** Returns the step; throws {@code AgentException} if a part is wrong. */
        public StepSpec build() {
            return new StepSpec(name, command, env, workdir, timeout, continueOnError, condition);
        }
    }
}
