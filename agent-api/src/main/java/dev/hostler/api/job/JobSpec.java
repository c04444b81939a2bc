package dev.hostler.api.job;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to do once: sources, steps and the place to run them. Immutable; construct it with {@link #builder}.
 *
 * @param id the job's id, unique for its owner
 * @param source what to put into the workspace; empty: nothing
 * @param pipeline where the steps are written
 * @param isolation what keeps the job apart from its host
 * @param image the image to run in; wins over the pipeline's
 * @param env variables of all steps; they win over the pipeline's
 * @param secrets the names of the secrets this job may use; a pipeline that asks for another one is refused
 * @param timeout how long the job may run; wins over the pipeline's. Empty in both: the agent's default
 * @param softTimeout the job's deadline until it is reached: then a line in its log and an event say so, and the deadline
 *     is extended, once, to the timeout, at which the job is ended. Counted from the same start as the timeout, also over
 *     restarts of the agent; without effect if it is not shorter. Wins over the pipeline's
 * @param limits what it may use of its host; each wins over the pipeline's
 * @param network whether its steps reach any network; a pipeline can only take it away
 * @param priority which job goes first when several wait
 * @param labels what the agent must be labelled with to run it
 * @param rerunWhenLost whether it is run again from its start, at most 3 times, if its sandbox ends under it; a job that
 *     can stand that says so. It waits for a slot again and gets a new sandbox and its whole time; its log goes on, with
 *     a line that says why, and it has one result, that of the last run
 * @param errorsApart whether its steps' standard error goes into a log of its own, see {@link JobHandle#errors}; else both
 *     streams are one log, in the order they came
 * @param freshSandbox whether its sandbox is opened when it has got its slot; else it may get one that was opened a while
 *     before, for any job of this kind, and that no other job has had
 */
@Experimental
public record JobSpec(
        JobId id,
        Optional<Source> source,
        Pipeline pipeline,
        Isolation isolation,
        Optional<String> image,
        Map<String, String> env,
        Set<String> secrets,
        Optional<Duration> timeout,
        Optional<Duration> softTimeout,
        JobLimits limits,
        boolean network,
        JobPriority priority,
        Set<String> labels,
        boolean rerunWhenLost,
        boolean errorsApart,
        boolean freshSandbox) {
    /** Copies and checks the components. */
    public JobSpec {
        image.ifPresent(value -> Fields.singleLine("image", value));
        env = Fields.environment("env", env);
        secrets = Set.copyOf(secrets);
        Fields.timeouts(softTimeout, timeout);
        labels = Set.copyOf(labels);
        labels.forEach(label -> Fields.singleLine("label", label));
        if (pipeline instanceof Pipeline.FromRepository && source.isEmpty()) {
            throw Fields.refused(
                    "job",
                    id.value(),
                    "its pipeline is in a repository, and it names none",
                    "give a source, or the steps themselves");
        }
    }

    /** Starts a job with the given id; see {@link JobId}. */
    public static Builder builder(String id) {
        return new Builder(new JobId(id));
    }

    /** Returns the same job with another pipeline. */
    public JobSpec withPipeline(Pipeline other) {
        return new JobSpec(
                id,
                source,
                other,
                isolation,
                image,
                env,
                secrets,
                timeout,
                softTimeout,
                limits,
                network,
                priority,
                labels,
                rerunWhenLost,
                errorsApart,
                freshSandbox);
    }

    /** Collects the parts of a {@link JobSpec}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private final JobId id;
        private final List<StepSpec> steps = new ArrayList<>();
        private final Map<String, String> env = new LinkedHashMap<>();
        private final Set<String> secrets = new LinkedHashSet<>();
        private Optional<Source> source = Optional.empty();
        private Optional<Pipeline> pipeline = Optional.empty();
        private Isolation isolation = Isolation.AUTO;
        private Optional<String> image = Optional.empty();
        private Optional<Duration> timeout = Optional.empty();
        private Optional<Duration> softTimeout = Optional.empty();
        private JobLimits limits = JobLimits.NONE;
        private boolean network = true;
        private JobPriority priority = JobPriority.NORMAL;
        private Set<String> labels = Set.of();
        private boolean rerunWhenLost;
        private boolean errorsApart;
        private boolean freshSandbox;

        private Builder(JobId id) {
            this.id = id;
        }

        /** Checks out a repository's commit. */
        public Builder checkout(String url, String ref) {
            return source(GitSource.builder(url).ref(ref).build());
        }

        /** Sets what to put into the workspace. */
        public Builder source(Source value) {
            this.source = Optional.of(value);
            return this;
        }

        /** Sets where the steps are written; not together with {@link #run}. */
        public Builder pipeline(Pipeline value) {
            this.pipeline = Optional.of(value);
            return this;
        }

        /** Adds a step that runs a script with {@code sh -e}; the script's first line names it. */
        public Builder run(String script) {
            String name = script.strip().lines().findFirst().orElse("");
            return step(StepSpec.builder(name, new StepCommand.Script(script, Optional.empty()))
                    .build());
        }

        /** Adds a step that runs a program without a shell. */
        public Builder exec(String... words) {
            return step(StepSpec.builder(String.join(" ", words), new StepCommand.Argv(Arrays.asList(words)))
                    .build());
        }

        /** Adds a step; not together with {@link #pipeline}. */
        public Builder step(StepSpec value) {
            this.steps.add(value);
            return this;
        }

        /** Sets what keeps the job apart from its host; {@link Isolation#AUTO} if not called. */
        public Builder isolation(Isolation value) {
            this.isolation = value;
            return this;
        }

        /** Sets the image to run in. */
        public Builder image(String value) {
            this.image = Optional.of(value);
            return this;
        }

        /** Adds a variable of all steps. */
        public Builder env(String name, String value) {
            this.env.put(name, value);
            return this;
        }

        /** Grants the job the use of a secret; steps added here get it as a variable. */
        public Builder secret(String name) {
            this.secrets.add(name);
            return this;
        }

        /** Sets how long the job may run. */
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

        /** Sets which job goes first when several wait; {@link JobPriority#NORMAL} if not called. */
        public Builder priority(JobPriority value) {
            this.priority = value;
            return this;
        }

        /** Sets what the agent must be labelled with to run the job. */
        public Builder labels(Set<String> value) {
            this.labels = value;
            return this;
        }

        /** Lets the job be run again from its start if its sandbox ends under it. */
        public Builder rerunWhenLost() {
            this.rerunWhenLost = true;
            return this;
        }

        /** Keeps what the steps write to standard error in a log of its own. */
        public Builder errorsApart() {
            this.errorsApart = true;
            return this;
        }

        /** Has the job run in a sandbox that is opened for it then, and not in one that stands ready. */
        public Builder freshSandbox() {
            this.freshSandbox = true;
            return this;
        }

        /** Returns the job; throws {@code AgentException} if a part is wrong. */
        public JobSpec build() {
            return new JobSpec(
                    id,
                    source,
                    chosenPipeline(),
                    isolation,
                    image,
                    env,
                    secrets,
                    timeout,
                    softTimeout,
                    limits,
                    network,
                    priority,
                    labels,
                    rerunWhenLost,
                    errorsApart,
                    freshSandbox);
        }

        private Pipeline chosenPipeline() {
            if (pipeline.isPresent() && !steps.isEmpty()) {
                throw Fields.refused("job", id.value(), "it has both steps and a pipeline", "give one of the two");
            }
            return pipeline.orElseGet(() -> new Pipeline.Inline(
                    PipelineSpec.builder(id.value(), steps).secrets(secrets).build()));
        }
    }
}
