package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.RunnerHooks;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What a runner was made for, readable without the engine's store; its credential is not in it. Immutable.
 *
 * @param name what it was made for
 * @param version the version of its program
 * @param arguments what its registration gets, the token aside
 * @param env its variables
 * @param hooks scripts around its job
 * @param limits its times and floors
 * @param mask what keeps its credential out of its log
 * @param begun when the work for it began, by the boot clock
 * @param details what is known of its way so far
 */
record InstanceRecord(
        InstanceName name,
        String version,
        List<String> arguments,
        Map<String, String> env,
        RunnerHooks hooks,
        RunnerLimits limits,
        Optional<SecretMask> mask,
        Duration begun,
        Map<String, String> details) {
    private static final String ENV = "env.";
    private static final String DETAIL = "detail.";

    void write(Path file) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("owner", name.workload().owner().value());
        fields.put("workload", name.workload().id().value());
        fields.put("revision", name.revision().value());
        fields.put("digest", name.digest());
        fields.put("version", version);
        fields.put("arguments", String.join(" ", arguments));
        env.forEach((key, value) -> fields.put(ENV + key, value));
        hooks.started().ifPresent(path -> fields.put("hook.started", path));
        hooks.completed().ifPresent(path -> fields.put("hook.completed", path));
        fields.put("fetch", limits.fetch().toString());
        fields.put("registration", limits.registration().toString());
        fields.put("run", limits.run().toString());
        fields.put("grace", limits.stopGrace().toString());
        fields.put("fetchFree", Long.toString(limits.fetchFreeBytes()));
        fields.put("jobFree", Long.toString(limits.jobFreeBytes()));
        fields.put("memory", Long.toString(limits.warnFreeMemoryBytes()));
        mask.ifPresent(known -> fields.put("mask", known.text()));
        fields.put("begun", begun.toString());
        details.forEach((key, value) -> fields.put(DETAIL + key, value));
        SmallFile.write(file, SmallFile.fields(fields));
    }

    /** Reads a record; empty if there is none. */
    static Optional<InstanceRecord> read(Path file) throws IOException {
        Optional<Properties> fields = SmallFile.readFields(file);
        try {
            return fields.map(InstanceRecord::of);
        } catch (AgentException | DateTimeException | NumberFormatException e) {
            throw new IOException("it is damaged: " + file, e);
        }
    }

    private static InstanceRecord of(Properties fields) {
        WorkloadKey key = new WorkloadKey(
                new Owner(fields.getProperty("owner", "")), new WorkloadId(fields.getProperty("workload", "")));
        return new InstanceRecord(
                new InstanceName(
                        key, new Revision(fields.getProperty("revision", "")), fields.getProperty("digest", "")),
                fields.getProperty("version", ""),
                words(fields.getProperty("arguments", "")),
                below(ENV, fields),
                new RunnerHooks(
                        Optional.ofNullable(fields.getProperty("hook.started")),
                        Optional.ofNullable(fields.getProperty("hook.completed"))),
                limits(fields),
                SecretMask.read(fields.getProperty("mask", "")),
                Duration.parse(fields.getProperty("begun", "")),
                below(DETAIL, fields));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.removeIf(String::isEmpty);
        return List.copyOf(words);
    }

    private static RunnerLimits limits(Properties fields) {
        return new RunnerLimits(
                Duration.parse(fields.getProperty("fetch", "")),
                Duration.parse(fields.getProperty("registration", "")),
                Duration.parse(fields.getProperty("run", "")),
                Duration.parse(fields.getProperty("grace", "")),
                Long.parseLong(fields.getProperty("fetchFree", "")),
                Long.parseLong(fields.getProperty("jobFree", "")),
                Long.parseLong(fields.getProperty("memory", "")));
    }

    private static Map<String, String> below(String prefix, Properties fields) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String key : fields.stringPropertyNames()) {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), fields.getProperty(key, ""));
            }
        }
        return found;
    }
}
