package dev.hostler.api;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.CacheStore;
import dev.hostler.api.spi.EventSink;
import dev.hostler.api.spi.ExecutorProvider;
import dev.hostler.api.spi.LogSink;
import dev.hostler.api.spi.MetricSink;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.SecretResolver;
import dev.hostler.api.spi.WorkloadProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that an agent is told at its start. Immutable; only the data directory has no default. */
@Experimental
public final class AgentConfig {
    /** What becomes of running jobs when the agent is closed. */
    @Experimental
    public enum OnClose {
        /** They go on without the agent and are taken up at the next start on the same data directory. */
        DETACH,
        /** They are cancelled; the agent closes when the last of them has its result. */
        CANCEL
    }

    private final Path dataDirectory;
    private final Optional<Path> cacheDirectory;
    private final Optional<Path> pluginDirectory;
    private final Optional<ClassLoader> classLoader;
    private final Optional<Scheduler> scheduler;
    private final int slots;
    private final int queueLimit;
    private final Set<String> labels;
    private final long minimumFreeBytes;
    private final Duration jobTimeout;
    private final Duration cancelGrace;
    private final Duration lookInterval;
    private final OnClose onClose;
    private final Map<String, Map<String, String>> settings;
    private final Set<String> disabled;
    private final List<ExecutorProvider> executors;
    private final List<SecretResolver> secretResolvers;
    private final List<ArtifactStore> artifactStores;
    private final List<CacheStore> cacheStores;
    private final List<EventSink> eventSinks;
    private final List<MetricSink> metricSinks;
    private final List<LogSink> logSinks;
    private final List<AdmissionPolicy> admissionPolicies;
    private final List<WorkloadProvider> workloadKinds;
    private final List<RuntimeProvider> runtimes;
    private final boolean jobsOnly;

    private AgentConfig(Builder builder) {
        this.dataDirectory = builder.dataDirectory.toAbsolutePath().normalize();
        this.cacheDirectory =
                builder.cacheDirectory.map(path -> path.toAbsolutePath().normalize());
        this.pluginDirectory = builder.pluginDirectory;
        this.classLoader = builder.classLoader;
        this.scheduler = builder.scheduler;
        this.slots = builder.slots;
        this.queueLimit = builder.queueLimit;
        this.labels = Set.copyOf(builder.labels);
        this.minimumFreeBytes = builder.minimumFreeBytes;
        this.jobTimeout = builder.jobTimeout;
        this.cancelGrace = builder.cancelGrace;
        this.lookInterval = builder.lookInterval;
        this.onClose = builder.onClose;
        this.settings = copy(builder.settings);
        this.disabled = Set.copyOf(builder.disabled);
        this.executors = List.copyOf(builder.executors);
        this.secretResolvers = List.copyOf(builder.secretResolvers);
        this.artifactStores = List.copyOf(builder.artifactStores);
        this.cacheStores = List.copyOf(builder.cacheStores);
        this.eventSinks = List.copyOf(builder.eventSinks);
        this.metricSinks = List.copyOf(builder.metricSinks);
        this.logSinks = List.copyOf(builder.logSinks);
        this.admissionPolicies = List.copyOf(builder.admissionPolicies);
        this.workloadKinds = List.copyOf(builder.workloadKinds);
        this.runtimes = List.copyOf(builder.runtimes);
        this.jobsOnly = builder.jobsOnly;
    }

    /** Starts a configuration for an agent that keeps its state in this directory. */
    public static Builder builder(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    /** Returns where the agent keeps its state; absolute. */
    public Path dataDirectory() {
        return dataDirectory;
    }

    /** Returns where caches are kept, which agents may share; if empty, inside the data directory. */
    public Optional<Path> cacheDirectory() {
        return cacheDirectory;
    }

    /** Returns the directory whose jars are searched for providers. */
    public Optional<Path> pluginDirectory() {
        return pluginDirectory;
    }

    /** Returns the class loader that finds the engine and the providers; if empty, the one that loaded the API. */
    public Optional<ClassLoader> classLoader() {
        return classLoader;
    }

    /** Returns the threads and clocks to use; if empty, the machine's. */
    public Optional<Scheduler> scheduler() {
        return scheduler;
    }

    /** Returns how many jobs run at one time. */
    public int slots() {
        return slots;
    }

    /** Returns how many jobs may wait for a slot. */
    public int queueLimit() {
        return queueLimit;
    }

    /** Returns what jobs may ask for by label, such as {@code gpu}. */
    public Set<String> labels() {
        return labels;
    }

    /** Returns how much of the data directory's disk must be free for new work to be taken. */
    public long minimumFreeBytes() {
        return minimumFreeBytes;
    }

    /** Returns how long a job may run that does not say so itself. */
    public Duration jobTimeout() {
        return jobTimeout;
    }

    /** Returns the time between TERM and KILL when a job is ended. */
    public Duration cancelGrace() {
        return cancelGrace;
    }

    /** Returns how often runtimes of workloads are looked at that tell of no change. */
    public Duration lookInterval() {
        return lookInterval;
    }

    /** Returns what becomes of running jobs when the agent is closed. */
    public OnClose onClose() {
        return onClose;
    }

    /** Returns the settings of the provider with this id; empty if it has none. */
    public Map<String, String> provider(String id) {
        return settings.getOrDefault(id, Map.of());
    }

    /** Returns the ids of all providers that have settings. */
    public Set<String> configuredProviders() {
        return settings.keySet();
    }

    /** Returns the ids of the providers that are not used though they are there. */
    public Set<String> disabled() {
        return disabled;
    }

    /** Returns the executors given by hand; each wins over a found one with the same id. */
    public List<ExecutorProvider> executors() {
        return executors;
    }

    /** Returns the secret resolvers given by hand; they are asked before the found ones. */
    public List<SecretResolver> secretResolvers() {
        return secretResolvers;
    }

    /** Returns the artifact stores given by hand. */
    public List<ArtifactStore> artifactStores() {
        return artifactStores;
    }

    /** Returns the cache stores given by hand. */
    public List<CacheStore> cacheStores() {
        return cacheStores;
    }

    /** Returns the event sinks given by hand. */
    public List<EventSink> eventSinks() {
        return eventSinks;
    }

    /** Returns who gets the agent's numbers. */
    public List<MetricSink> metricSinks() {
        return metricSinks;
    }

    /** Returns the log sinks given by hand; each wins over a found one with the same id. */
    public List<LogSink> logSinks() {
        return logSinks;
    }

    /** Returns the runtimes given by hand; each wins over a found one with the same id. */
    public List<RuntimeProvider> runtimes() {
        return runtimes;
    }

    /** Returns whether the agent runs jobs and keeps no workloads. */
    public boolean jobsOnly() {
        return jobsOnly;
    }

    /** Returns the kinds of workloads given by hand; each wins over a found one with the same name. */
    public List<WorkloadProvider> workloadKinds() {
        return workloadKinds;
    }

    /** Returns the admission policies given by hand; every one is asked, and so are the found ones. */
    public List<AdmissionPolicy> admissionPolicies() {
        return admissionPolicies;
    }

    private static Map<String, Map<String, String>> copy(Map<String, Map<String, String>> settings) {
        Map<String, Map<String, String>> copy = new HashMap<>();
        settings.forEach((id, values) -> copy.put(id, Map.copyOf(values)));
        return Map.copyOf(copy);
    }

    /** Collects the parts of an {@link AgentConfig}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private final Path dataDirectory;
        private Optional<Path> cacheDirectory = Optional.empty();
        private Optional<Path> pluginDirectory = Optional.empty();
        private Optional<ClassLoader> classLoader = Optional.empty();
        private Optional<Scheduler> scheduler = Optional.empty();
        private int slots = Runtime.getRuntime().availableProcessors();
        private int queueLimit = 1000;
        private Set<String> labels = Set.of();
        private long minimumFreeBytes = 100L << 20;
        private Duration jobTimeout = Duration.ofHours(1);
        private Duration cancelGrace = Duration.ofSeconds(10);
        private Duration lookInterval = Duration.ofSeconds(30);
        private OnClose onClose = OnClose.DETACH;
        private final Map<String, Map<String, String>> settings = new HashMap<>();
        private final Set<String> disabled = new LinkedHashSet<>();
        private final List<ExecutorProvider> executors = new ArrayList<>();
        private final List<SecretResolver> secretResolvers = new ArrayList<>();
        private final List<ArtifactStore> artifactStores = new ArrayList<>();
        private final List<CacheStore> cacheStores = new ArrayList<>();
        private final List<EventSink> eventSinks = new ArrayList<>();
        private final List<MetricSink> metricSinks = new ArrayList<>();
        private final List<LogSink> logSinks = new ArrayList<>();
        private final List<AdmissionPolicy> admissionPolicies = new ArrayList<>();
        private final List<WorkloadProvider> workloadKinds = new ArrayList<>();
        private final List<RuntimeProvider> runtimes = new ArrayList<>();
        private boolean jobsOnly;

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
        }

        /** Sets where caches are kept; several agents may share the directory. */
        public Builder cacheDirectory(Path value) {
            this.cacheDirectory = Optional.of(value);
            return this;
        }

        /** Searches the jars of a directory for providers too. */
        public Builder pluginDirectory(Path value) {
            this.pluginDirectory = Optional.of(value);
            return this;
        }

        /** Sets the class loader that finds the engine and the providers. */
        public Builder classLoader(ClassLoader value) {
            this.classLoader = Optional.of(value);
            return this;
        }

        /** Sets the threads and clocks to use. */
        public Builder scheduler(Scheduler value) {
            this.scheduler = Optional.of(value);
            return this;
        }

        /** Sets how many jobs run at one time; the number of processors if not called. */
        public Builder slots(int value) {
            this.slots = value;
            return this;
        }

        /** Sets how many jobs may wait for a slot; 1000 if not called. */
        public Builder queueLimit(int value) {
            this.queueLimit = value;
            return this;
        }

        /** Sets what jobs may ask for by label; nothing if not called. A job that asks for anything else is refused. */
        public Builder labels(Set<String> value) {
            this.labels = value;
            return this;
        }

        /** Sets how much of the data directory's disk must be free for new work to be taken; 100 MiB if not called. */
        public Builder minimumFreeBytes(long value) {
            this.minimumFreeBytes = value;
            return this;
        }

        /** Sets how long a job may run that does not say so itself; one hour if not called. */
        public Builder jobTimeout(Duration value) {
            this.jobTimeout = value;
            return this;
        }

        /** Sets the time between TERM and KILL when a job is ended; 10 s if not called. */
        public Builder cancelGrace(Duration value) {
            this.cancelGrace = value;
            return this;
        }

        /**
         * Sets how often runtimes of workloads are looked at that tell of no change; 30 s if not called. What they tell of
         * is seen at once, whatever this is.
         */
        public Builder lookInterval(Duration value) {
            this.lookInterval = value;
            return this;
        }

        /** Sets what becomes of running jobs when the agent is closed; {@link OnClose#DETACH} if not called. */
        public Builder onClose(OnClose value) {
            this.onClose = value;
            return this;
        }

        /** Sets the settings of one provider, in place of earlier ones. */
        public Builder provider(String id, Map<String, String> values) {
            this.settings.put(id, values);
            return this;
        }

        /** Leaves a provider out though it is there. */
        public Builder disable(String id) {
            this.disabled.add(id);
            return this;
        }

        /** Adds an executor; it wins over a found one with the same id. */
        public Builder executor(ExecutorProvider value) {
            this.executors.add(value);
            return this;
        }

        /** Adds a secret resolver; it is asked before the found ones. */
        public Builder secretResolver(SecretResolver value) {
            this.secretResolvers.add(value);
            return this;
        }

        /** Adds an artifact store; each gets every artifact. */
        public Builder artifactStore(ArtifactStore value) {
            this.artifactStores.add(value);
            return this;
        }

        /** Adds a cache store; the first one is used in place of the agent's own. */
        public Builder cacheStore(CacheStore value) {
            this.cacheStores.add(value);
            return this;
        }

        /** Adds a listener for events. */
        public Builder eventSink(EventSink value) {
            this.eventSinks.add(value);
            return this;
        }

        /** Adds a receiver of the agent's numbers. */
        public Builder metricSink(MetricSink value) {
            this.metricSinks.add(value);
            return this;
        }

        /** Adds a receiver of logs; it wins over a found one with the same id. */
        public Builder logSink(LogSink value) {
            this.logSinks.add(value);
            return this;
        }

        /** Adds a runtime for workloads; it wins over a found one with the same id. */
        public Builder runtime(RuntimeProvider value) {
            this.runtimes.add(value);
            return this;
        }

        /** Adds a kind of workloads; it wins over a found one with the same name. */
        public Builder workloadKind(WorkloadProvider value) {
            this.workloadKinds.add(value);
            return this;
        }

        /**
         * Leaves out all that keeps workloads, for an agent that starts in a moment: no runtime and no kind of workloads is
         * looked for, and every wish is refused. A data directory that holds workloads can't be started on like this.
         */
        public Builder jobsOnly() {
            this.jobsOnly = true;
            return this;
        }

        /** Adds a policy that must agree before anything is accepted. */
        public Builder admissionPolicy(AdmissionPolicy value) {
            this.admissionPolicies.add(value);
            return this;
        }

        /**
         * Returns the configuration.
         *
         * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}, which names the field
         */
        public AgentConfig build() {
            atLeast("slots", slots, 1);
            atLeast("queueLimit", queueLimit, 0);
            notNegative("jobTimeout", jobTimeout.minusNanos(1));
            notNegative("cancelGrace", cancelGrace);
            notNegative("lookInterval", lookInterval.minusMillis(1));
            refuseUnused("runtime", runtimes);
            refuseUnused("workloadKind", workloadKinds);
            return new AgentConfig(this);
        }

        /** What is given by hand is wanted, so it is not left out in silence. */
        private void refuseUnused(String field, List<?> given) {
            if (jobsOnly && !given.isEmpty()) {
                throw Failure.cannot(
                                ErrorCode.INVALID_INPUT,
                                "accept setting " + field,
                                given.get(0).getClass().getName(),
                                "an agent for jobs only keeps no workloads",
                                "leave it out, or do not call jobsOnly")
                        .toException();
            }
        }

        private static void atLeast(String field, int value, int least) {
            if (value < least) {
                throw refused(field, String.valueOf(value), "it is less than " + least);
            }
        }

        private static void notNegative(String field, Duration value) {
            if (value.isNegative()) {
                throw refused(field, value.toString(), "the time is too short");
            }
        }

        private static RuntimeException refused(String field, String value, String cause) {
            return Failure.cannot(
                            ErrorCode.INVALID_INPUT, "accept setting " + field, value, cause, "choose a larger value")
                    .toException();
        }
    }
}
