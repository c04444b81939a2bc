package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Actions runner that takes one job and is gone then. Immutable; construct it with {@link #builder}.
 *
 * <p>Its credential is good for one runner, so it is never started again by itself: another one is another wish.
 *
 * @param credential what lets it in at its server
 * @param scope what it works for, {@code owner/repository} or {@code organisation}; must be there with a token
 * @param name its name at the server; empty: one that follows from the workload's id
 * @param labels labels by which jobs choose it
 * @param group the group of runners that it joins; empty: the default one
 * @param workDirectory where jobs work, below the runner's own directory
 * @param version which version of the runner's program, such as {@code 2.330.0}; empty: the latest
 * @param hooks scripts around the job
 * @param env variables for runner and job, each of one line
 * @param limits times and floors
 */
@Experimental
public record RunnerSpec(
        RunnerCredential credential,
        Optional<String> scope,
        Optional<String> name,
        List<String> labels,
        Optional<String> group,
        String workDirectory,
        Optional<String> version,
        RunnerHooks hooks,
        Map<String, String> env,
        RunnerLimits limits)
        implements WorkloadSpec {
    /** The kind of these workloads. */
    public static final String KIND = "runner";

    /** Where jobs work if nothing else is said. */
    public static final String WORK = "_work";

    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,99}(/[A-Za-z0-9._-]{1,100})?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** The runner's own scripts hand arguments on without quotes, so that a blank would split them; 256 is its limit. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._=:/@+-]{0,255}");

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6}){2}");
    private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    /** Copies and checks the components. */
    public RunnerSpec {
        scope.ifPresent(value -> match("scope", SCOPE, value, "give owner/repository, or an organisation"));
        if (scope.isEmpty() && credential.kind() == RunnerCredential.Kind.TOKEN) {
            throw Fields.refused("scope", "", "a token needs it", "give owner/repository, or an organisation");
        }
        name.ifPresent(value -> match("name", NAME, value, "use at most 64 letters, digits, '.', '_' or '-'"));
        labels = List.copyOf(labels);
        labels.forEach(value -> match("labels", WORD, value, "use at most 256 letters, digits and ._=:/@+-"));
        Fields.distinct("labels", labels);
        group.ifPresent(value -> match("group", WORD, value, "use letters, digits and ._=:/@+-"));
        match("workDirectory", PLACE, workDirectory, "give one name, such as " + WORK);
        version.ifPresent(value -> match("version", VERSION, value, "give one like 2.330.0, or leave it out"));
        env = Fields.environment("env", env);
        env.forEach(RunnerSpec::requireOneLine);
    }

    private static void match(String field, Pattern pattern, String value, String remedy) {
        if (!pattern.matcher(value).matches()) {
            throw Fields.refused(field, Fields.shown(value), "it is none", remedy);
        }
    }

    private static void requireOneLine(String name, String value) {
        if (value.contains("\n") || value.contains("\r")) {
            throw Fields.refused("env", name, "its value has more than one line", "hand long text over in a file");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Never: a runner serves once. */
    @Override
    public RestartPolicy restart() {
        return RestartPolicy.no();
    }

    @Override
    public Duration stopGrace() {
        return limits.stopGrace();
    }

    /** Starts a runner with what lets it in. */
    public static Builder builder(RunnerCredential credential) {
        return new Builder(credential);
    }

    /** Collects the parts of a {@link RunnerSpec}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private final RunnerCredential credential;
        private Optional<String> scope = Optional.empty();
        private Optional<String> name = Optional.empty();
        private final List<String> labels = new ArrayList<>();
        private Optional<String> group = Optional.empty();
        private String workDirectory = WORK;
        private Optional<String> version = Optional.empty();
        private RunnerHooks hooks = RunnerHooks.NONE;
        private final Map<String, String> env = new LinkedHashMap<>();
        private RunnerLimits limits = RunnerLimits.USUAL;

        private Builder(RunnerCredential credential) {
            this.credential = credential;
        }

        /** Sets what it works for: {@code owner/repository} or {@code organisation}. */
        public Builder scope(String value) {
            this.scope = Optional.of(value);
            return this;
        }

        /** Sets its name at the server. */
        public Builder name(String value) {
            this.name = Optional.of(value);
            return this;
        }

        /** Adds a label. */
        public Builder label(String value) {
            this.labels.add(value);
            return this;
        }

        /** Adds labels. */
        public Builder labels(List<String> values) {
            this.labels.addAll(values);
            return this;
        }

        /** Sets the group that it joins. */
        public Builder group(String value) {
            this.group = Optional.of(value);
            return this;
        }

        /** Sets where jobs work; {@value #WORK} if not called. */
        public Builder workDirectory(String value) {
            this.workDirectory = value;
            return this;
        }

        /** Sets the version of its program; the latest if not called. */
        public Builder version(String value) {
            this.version = Optional.of(value);
            return this;
        }

        /** Sets scripts around the job; none if not called. */
        public Builder hooks(RunnerHooks value) {
            this.hooks = value;
            return this;
        }

        /** Adds a variable for runner and job. */
        public Builder env(String variable, String value) {
            this.env.put(variable, value);
            return this;
        }

        /** Adds variables for runner and job. */
        public Builder env(Map<String, String> values) {
            this.env.putAll(values);
            return this;
        }

        /** Sets times and floors; {@link RunnerLimits#USUAL} if not called. */
        public Builder limits(RunnerLimits value) {
            this.limits = value;
            return this;
        }

        /** Returns the runner; throws {@code AgentException} with {@code INVALID_INPUT}, which names the field. */
        public RunnerSpec build() {
            return new RunnerSpec(credential, scope, name, labels, group, workDirectory, version, hooks, env, limits);
        }
    }
}
