package dev.hostler.launcher.cli;

import dev.hostler.api.workload.RunnerCredential;
import dev.hostler.api.workload.RunnerHooks;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The settings of {@code hostler runner}: variables of the process, and lines of a file for those that are not set there.
 * Immutable.
 *
 * @param values the values by the names of the variables
 */
record RunnerSettings(Map<String, String> values) {
    /** How the names of all variables start. */
    static final String PREFIX = "HOSTLER_RUNNER_";

    /** All names, without their beginning; the ones from API on are for the runtime. */
    static final List<String> NAMES = List.of(
            "TOKEN",
            "JIT_CONFIG",
            "SCOPE",
            "NAME",
            "LABELS",
            "GROUP",
            "WORK_DIRECTORY",
            "VERSION",
            "HOOK_STARTED",
            "HOOK_COMPLETED",
            "MAX_RUNTIME",
            "STOP_GRACE",
            "FETCH_LIMIT",
            "REGISTRATION_LIMIT",
            "FETCH_FREE",
            "JOB_FREE",
            "MEMORY_WARNING",
            "API",
            "WEB",
            "API_TOKEN_FILE",
            "CACHE",
            "PREINSTALLED");

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** Reads the settings; throws {@code AgentException} for a name that there is not. */
    static RunnerSettings read(Optional<Path> file, Invocation invocation) {
        Map<String, String> values = new TreeMap<>();
        file.ifPresent(path -> lines(path).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw wrong("file " + path, "a line is not NAME=VALUE", "write one variable in each line");
            }
            values.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }));
        values.keySet().removeIf(name -> !name.startsWith(PREFIX) && !name.startsWith("#"));
        invocation.environment().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                values.put(name, value);
            }
        });
        values.values().removeIf(String::isEmpty);
        for (String name : values.keySet()) {
            if (!NAMES.contains(name.substring(PREFIX.length()))) {
                throw wrong(
                        name, "there is no such variable", "use one of " + new TreeSet<>(NAMES) + " after " + PREFIX);
            }
        }
        return new RunnerSettings(Map.copyOf(values));
    }

    private static Stream<String> lines(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw wrong(
                        "file " + file, "others can read or write it, and it holds a secret", "run chmod 600 on it");
            }
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"));
        } catch (IOException e) {
            throw wrong("file " + file, "it can't be read (" + e.getMessage() + ")", "name a file that is there");
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(values.get(PREFIX + name));
    }

    private <T> T value(String name, Function<String, T> reader, T usual) {
        try {
            return text(name).map(reader).orElse(usual);
        } catch (picocli.CommandLine.TypeConversionException e) {
            throw wrong(PREFIX + name, String.valueOf(e.getMessage()), "correct the variable");
        }
    }

    /** Returns the wish; throws {@code AgentException} if it is wrong. */
    RunnerSpec spec() {
        RunnerSpec.Builder spec = RunnerSpec.builder(credential());
        text("SCOPE").ifPresent(spec::scope);
        text("NAME").ifPresent(spec::name);
        text("LABELS")
                .ifPresent(list -> spec.labels(Stream.of(list.split(","))
                        .map(String::strip)
                        .filter(label -> !label.isEmpty())
                        .toList()));
        text("GROUP").ifPresent(spec::group);
        text("WORK_DIRECTORY").ifPresent(spec::workDirectory);
        text("VERSION").ifPresent(spec::version);
        spec.hooks(new RunnerHooks(text("HOOK_STARTED"), text("HOOK_COMPLETED")));
        return spec.limits(limits()).build();
    }

    private RunnerCredential credential() {
        Optional<String> token = text("TOKEN");
        Optional<String> jitConfig = text("JIT_CONFIG");
        if (token.isPresent() == jitConfig.isPresent()) {
            throw wrong(
                    PREFIX + "TOKEN", "exactly one of it and " + PREFIX + "JIT_CONFIG must be set", "set one of them");
        }
        return token.map(RunnerCredential::token)
                .or(() -> jitConfig.map(RunnerCredential::jitConfig))
                .orElseThrow();
    }

    private RunnerLimits limits() {
        RunnerLimits usual = RunnerLimits.USUAL;
        return usual.times(
                        duration("FETCH_LIMIT", usual.fetch()),
                        duration("REGISTRATION_LIMIT", usual.registration()),
                        duration("MAX_RUNTIME", usual.run()),
                        stopGrace())
                .floors(
                        size("FETCH_FREE", usual.fetchFreeBytes()),
                        size("JOB_FREE", usual.jobFreeBytes()),
                        size("MEMORY_WARNING", usual.warnFreeMemoryBytes()));
    }

    Duration stopGrace() {
        return duration("STOP_GRACE", RunnerLimits.USUAL.stopGrace());
    }

    private Duration duration(String name, Duration usual) {
        return value(name, new Durations()::convert, usual);
    }

    private long size(String name, long usual) {
        return value(name, text -> new Sizes().convert(text).bytes(), usual);
    }

    /** Returns what the runtime is to be set to. */
    Map<String, String> ofRuntime() {
        Map<String, String> settings = new TreeMap<>();
        text("API").ifPresent(value -> settings.put("api", value));
        text("WEB").ifPresent(value -> settings.put("web", value));
        text("API_TOKEN_FILE").ifPresent(value -> settings.put("token-file", value));
        text("CACHE").ifPresent(value -> settings.put("cache", value));
        text("PREINSTALLED").ifPresent(value -> settings.put("preinstalled", value));
        return settings;
    }

    private static RuntimeException wrong(String what, String cause, String remedy) {
        return Failures.badInput("accept setting", what, cause, remedy);
    }

    @Override
    public String toString() {
        return "RunnerSettings" + values.keySet();
    }
}
