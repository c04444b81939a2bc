package dev.hostler.api;

import dev.hostler.api.field.Fields;
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
    private final GivenProviders given;
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
        this.given = builder.given;
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

    /**
     * Returns the providers of one SPI that were given by hand, in the order in which they were given; empty if there are
     * none.
     *
     * @param spi such as {@code ExecutorProvider.class}
     */
    public <P> List<P> given(Class<P> spi) {
        return given.of(spi);
    }

    /** Returns whether the agent runs jobs and keeps no workloads. */
    public boolean jobsOnly() {
        return jobsOnly;
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
        private GivenProviders given = GivenProviders.NONE;
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
            return give(ExecutorProvider.class, value);
        }

        /** Adds a secret resolver; it is asked before the found ones. */
        public Builder secretResolver(SecretResolver value) {
            return give(SecretResolver.class, value);
        }

        /** Adds an artifact store; each gets every artifact. */
        public Builder artifactStore(ArtifactStore value) {
            return give(ArtifactStore.class, value);
        }

        /** Adds a cache store; the first one is used in place of the agent's own. */
        public Builder cacheStore(CacheStore value) {
            return give(CacheStore.class, value);
        }

        /** Adds a listener for events. */
        public Builder eventSink(EventSink value) {
            return give(EventSink.class, value);
        }

        /** Adds a receiver of the agent's numbers. */
        public Builder metricSink(MetricSink value) {
            return give(MetricSink.class, value);
        }

        /** Adds a receiver of logs; it wins over a found one with the same id. */
        public Builder logSink(LogSink value) {
            return give(LogSink.class, value);
        }

        /** Adds a runtime for workloads; it wins over a found one with the same id. */
        public Builder runtime(RuntimeProvider value) {
            return give(RuntimeProvider.class, value);
        }

        /** Adds a kind of workloads; it wins over a found one with the same name. */
        public Builder workloadKind(WorkloadProvider value) {
            return give(WorkloadProvider.class, value);
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
            return give(AdmissionPolicy.class, value);
        }

        /**
         * Returns the configuration.
         *
         * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}, which names the field
         */
        public AgentConfig build() {
            atLeast("slots", slots, 1);
            atLeast("queueLimit", queueLimit, 0);
            Fields.positive("setting jobTimeout", jobTimeout);
            Fields.notNegative("setting cancelGrace", cancelGrace);
            atLeast("lookInterval", lookInterval, Duration.ofMillis(1));
            refuseUnused("runtime", RuntimeProvider.class);
            refuseUnused("workloadKind", WorkloadProvider.class);
            return new AgentConfig(this);
        }

        private <P> Builder give(Class<P> spi, P provider) {
            this.given = given.with(spi, provider);
            return this;
        }

        /** What is given by hand is wanted, so it is not left out in silence. */
        private <P> void refuseUnused(String field, Class<P> spi) {
            if (jobsOnly && !given.of(spi).isEmpty()) {
                throw Fields.refused(
                        "setting " + field,
                        given.of(spi).get(0).getClass().getName(),
                        "an agent for jobs only keeps no workloads",
                        "leave it out, or do not call jobsOnly");
            }
        }

        private static <V extends Comparable<V>> void atLeast(String field, V value, V least) {
            if (value.compareTo(least) < 0) {
                throw Fields.refused(
                        "setting " + field, value.toString(), "it is less than " + least, "choose a larger value");
            }
        }
    }
}
