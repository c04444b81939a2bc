package dev.hostler.api.job;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of a job and what they need. Immutable; construct it with {@link #builder}.
 *
 * @param name what people call the pipeline
 * @param image the image its steps run in; empty: any isolation will do
 * @param env variables of all steps
 * @param secrets the names of the secrets its steps want as variables; the job must be granted each
 * @param timeout how long the whole job may run
 * @param softTimeout after how long it is warned that it runs long; shorter than the timeout; see {@link JobSpec}
 * @param limits what it may use of its host
 * @param network whether its steps reach any network; that of its services they always reach
 * @param services containers that run beside the steps
 * @param artifacts glob patterns, relative to the workspace, of files to hand over at the end
 * @param cachePaths directories to keep between jobs, relative to the workspace or, with {@code ~/}, to the home
 *     directory
 * @param steps the steps in their order, at least one
 */
@Experimental
public record PipelineSpec(
        String name,
        Optional<String> image,
        Map<String, String> env,
        Set<String> secrets,
        Optional<Duration> timeout,
        Optional<Duration> softTimeout,
        JobLimits limits,
        boolean network,
        List<ServiceSpec> services,
        List<String> artifacts,
        List<String> cachePaths,
        List<StepSpec> steps) {
    /** Copies and checks the components. */
    public PipelineSpec {
        Fields.singleLine("pipeline name", name);
        image.ifPresent(value -> Fields.singleLine("image", value));
        env = Fields.environment("env", env);
        secrets = Set.copyOf(secrets);
        Fields.timeouts(softTimeout, timeout);
        services = List.copyOf(services);
        Fields.distinct("services", services.stream().map(ServiceSpec::alias).toList());
        artifacts = List.copyOf(artifacts);
        artifacts.forEach(pattern -> Fields.insideWorkspace("artifacts", pattern));
        cachePaths = List.copyOf(cachePaths);
        cachePaths.forEach(
                path -> Fields.insideWorkspace("cache.paths", path.startsWith("~/") ? path.substring(2) : path));
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw Fields.refused("pipeline", name, "it has no steps", "add at least one step");
        }
    }

    /** Starts a pipeline. */
    public static Builder builder(String name, List<StepSpec> steps) {
        return new Builder(name, steps);
    }

    /** Collects the parts of a {@link PipelineSpec}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private final String name;
        private final List<StepSpec> steps;
        private Optional<String> image = Optional.empty();
        private Map<String, String> env = Map.of();
        private Set<String> secrets = Set.of();
        private Optional<Duration> timeout = Optional.empty();
        private Optional<Duration> softTimeout = Optional.empty();
        private JobLimits limits = JobLimits.NONE;
        private boolean network = true;
        private List<ServiceSpec> services = List.of();
        private List<String> artifacts = List.of();
        private List<String> cachePaths = List.of();

        private Builder(String name, List<StepSpec> steps) {
            this.name = name;
            this.steps = steps;
        }

        /** Sets the image the steps run in. */
        public Builder image(String value) {
            this.image = Optional.of(value);
            return this;
        }

        /** Sets the variables of all steps. */
        public Builder env(Map<String, String> value) {
            this.env = value;
            return this;
        }

        /** Sets the names of the secrets the steps want as variables. */
        public Builder secrets(Set<String> value) {
            this.secrets = value;
            return this;
        }

        /** Sets how long the whole job may run. */
        public Builder timeout(Duration value) {
            this.timeout = Optional.of(value);
            return this;
        }

        /** Sets after how long the job is warned that it runs long. */
        public Builder softTimeout(Duration value) {
            this.softTimeout = Optional.of(value);
            return this;
        }

        /** Sets what the job may use of its host. */
        public Builder limits(JobLimits value) {
            this.limits = value;
            return this;
        }

        /** Sets whether the steps reach any network; they do if not called. */
        public Builder network(boolean value) {
            this.network = value;
            return this;
        }

        /** Sets the containers that run beside the steps. */
        public Builder services(List<ServiceSpec> value) {
            this.services = value;
            return this;
        }

        /** Sets the glob patterns of the files to hand over at the end. */
        public Builder artifacts(List<String> value) {
            this.artifacts = value;
            return this;
        }

        /** Sets the directories to keep between jobs. */
        public Builder cachePaths(List<String> value) {
            this.cachePaths = value;
            return this;
        }

        /** Returns the pipeline; throws {@code AgentException} if a part is wrong. */
        public PipelineSpec build() {
            return new PipelineSpec(
                    name,
                    image,
                    env,
                    secrets,
                    timeout,
                    softTimeout,
                    limits,
                    network,
                    services,
                    artifacts,
                    cachePaths,
                    steps);
        }
    }
}
