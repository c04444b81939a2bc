package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.workload.RunnerCredential;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

/** A host with a server that publishes runners, and a way round the runtime. Confined to one thread. */
final class RunnerBench implements AutoCloseable {
    static final String VERSION = "2.330.0";

    /** What no other test run on this host has. */
    private final String secret = "the-secret-token-" + UUID.randomUUID();

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final ProcessLauncher processes = new OsProcessLauncher(scheduler);
    private final ReleaseServer server =
            new ReleaseServer(VERSION, RunnerArchive.of(VERSION).gzip());
    private final Path root;

    RunnerBench() {
        try {
            root = Files.createTempDirectory("hostler-runner-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String secret() {
        return secret;
    }

    SystemScheduler scheduler() {
        return scheduler;
    }

    ReleaseServer server() {
        return server;
    }

    Path root() {
        return root;
    }

    /** Where the stand-in leaves what it was given. */
    Path out() {
        try {
            return Files.createDirectories(root.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory(String agentId) {
        return root.resolve(agentId);
    }

    Path cache() {
        return root.resolve("cache");
    }

    Map<String, String> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "api", server.address().toString(),
                "web", "https://github.test",
                "cache", cache().toString(),
                "preinstalled", root.resolve("preinstalled").toString(),
                "retry-wait-ms", "50",
                "listener-retries", "3",
                "check-every-ms", "100"));
        all.putAll(more);
        return all;
    }

    RunnerRuntime runtime(String agentId, Map<String, String> more) {
        return runtime(agentId, more, Path.of("/proc"));
    }

    /** A runtime that can keep archives in a store of artifacts. */
    RunnerRuntime runtime(String agentId, Map<String, String> more, ArtifactStore store) {
        return runtime(agentId, more, Path.of("/proc"), List.of(store));
    }

    RunnerRuntime runtime(String agentId, Map<String, String> more, Path proc) {
        return runtime(agentId, more, proc, List.of());
    }

    private RunnerRuntime runtime(String agentId, Map<String, String> more, Path proc, List<ArtifactStore> stores) {
        RunnerSettings settings = RunnerSettings.read(settings(more), directory(agentId));
        return new RunnerRuntime(
                new Place(agentId, directory(agentId), settings, scheduler, processes, proc),
                RunnerRuntime.machine("Linux", System.getProperty("os.arch")),
                stores);
    }

    Place place(String agentId) {
        return new Place(
                agentId,
                directory(agentId),
                RunnerSettings.read(settings(Map.of()), directory(agentId)),
                scheduler,
                processes,
                Path.of("/proc"));
    }

    /** Limits with times as short as tests need, and floors that every host meets. */
    static RunnerLimits limits() {
        return RunnerLimits.USUAL
                .times(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMinutes(5), Duration.ofSeconds(10))
                .floors(0, 0, 0);
    }

    /** A runner that is let in by a configuration of the server. */
    RunnerSpec.Builder jit(String... knobs) {
        return knobs(RunnerSpec.builder(RunnerCredential.jitConfig("the-secret-configuration")), knobs);
    }

    /** A runner that registers itself. */
    RunnerSpec.Builder token(String... knobs) {
        return knobs(RunnerSpec.builder(RunnerCredential.token(secret)).scope("acme/app"), knobs);
    }

    private RunnerSpec.Builder knobs(RunnerSpec.Builder spec, String... knobs) {
        spec.limits(limits()).env("FAKE_OUT", out().toString()).env("FAKE_PAUSE", "0.05");
        for (int i = 0; i < knobs.length; i += 2) {
            spec.env(knobs[i], knobs[i + 1]);
        }
        return spec;
    }

    List<Member> members(String agentId, InstanceHandle handle) {
        Place place = place(agentId);
        return place.session(place.instance(handle.value())).members(leader(agentId, handle));
    }

    private Optional<ProcessLauncher.ProcessIdentity> leader(String agentId, InstanceHandle handle) {
        try {
            return SessionRecord.read(place(agentId).instance(handle.value()).session())
                    .map(SessionRecord::process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill(String agentId, InstanceHandle handle) {
        Place place = place(agentId);
        place.session(place.instance(handle.value())).kill(members(agentId, handle), scheduler.bootId());
    }

    void remove(String agentId, InstanceHandle handle) {
        kill(agentId, handle);
        try {
            Files.deleteIfExists(place(agentId).instance(handle.value()).record());
            new Removal(place(agentId), place(agentId).instance(handle.value())).run();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a line for each file and each process of an agent's runners. */
    List<String> leftovers(String agentId) {
        List<String> lines = new ArrayList<>(files(directory(agentId).resolve("instances")));
        lines.addAll(files(directory(agentId).resolve("kept")));
        lines.addAll(files(place(agentId).secrets().directory()));
        lines.addAll(processes(Place.MARK + "=" + agentId + "-"));
        return lines;
    }

    /** Returns properties as a map. */
    static Map<String, String> texts(Properties properties) {
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name, "")));
        return texts;
    }

    /** Returns everything below a directory, itself aside. */
    static List<String> files(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> !path.equals(directory))
                    .map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a line for each process with a variable that starts so. */
    static List<String> processes(String variable) {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .filter(path -> read(path.resolve("environ")).contains("\0" + variable))
                    .map(path -> path.getFileName() + " "
                            + read(path.resolve("cmdline")).replace('\0', ' '))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return "\0" + Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    public void close() {
        server.close();
        scheduler.close();
        try {
            Tree.remove(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
