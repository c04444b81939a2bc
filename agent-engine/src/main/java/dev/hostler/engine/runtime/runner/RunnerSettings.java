package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an operator can set. Immutable.
 *
 * @param api where releases are asked for
 * @param web where runners are registered
 * @param tokenFile the file with the token for the API
 * @param cache where archives and unpacked programs are kept
 * @param store the artifact store that keeps archives for many hosts
 * @param preinstalled directories that may hold a program already
 * @param attempts how often a request is tried
 * @param retryWait the first wait between attempts; each further one is twice as long
 * @param listenerRetries how often in a row the runner may fail to reach its server
 * @param checkEvery how often disk and memory are looked at
 */
record RunnerSettings(
        URI api,
        URI web,
        Optional<Path> tokenFile,
        Path cache,
        Optional<String> store,
        List<Path> preinstalled,
        int attempts,
        Duration retryWait,
        int listenerRetries,
        Duration checkEvery) {
    /** The id of the runtime, which names its settings. */
    static final String PROVIDER = "runners";

    private static final Set<String> NAMES = Set.of(
            "api",
            "web",
            "token-file",
            "cache",
            "store",
            "preinstalled",
            "attempts",
            "retry-wait-ms",
            "listener-retries",
            "check-every-ms");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,6}");

    /**
     * Reads the settings.
     *
     * @param directory the runtime's own directory
     */
    static RunnerSettings read(Map<String, String> settings, Path directory) {
        for (String name : settings.keySet()) {
            if (!NAMES.contains(name)) {
                throw wrong(
                        name,
                        settings.getOrDefault(name, ""),
                        "there is no such setting",
                        "use one of " + new TreeSet<>(NAMES));
            }
        }
        return new RunnerSettings(
                address(settings, "api", "https://api.github.com"),
                address(settings, "web", "https://github.com"),
                Optional.ofNullable(settings.get("token-file")).map(Path::of),
                Optional.ofNullable(settings.get("cache")).map(Path::of).orElse(directory.resolve("cache")),
                Optional.ofNullable(settings.get("store")),
                paths(settings.getOrDefault("preinstalled", "/opt/actions-runner,/home/runner")),
                number(settings, "attempts", "3"),
                Duration.ofMillis(number(settings, "retry-wait-ms", "2000")),
                number(settings, "listener-retries", "10"),
                Duration.ofMillis(number(settings, "check-every-ms", "30000")));
    }

    private static List<Path> paths(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static int number(Map<String, String> settings, String name, String usual) {
        String value = settings.getOrDefault(name, usual);
        if (!NUMBER.matcher(value).matches()) {
            throw wrong(name, value, "it is no number from 1 to 9999999", "correct the setting");
        }
        return Integer.parseInt(value);
    }

    private static URI address(Map<String, String> settings, String name, String usual) {
        String value = settings.getOrDefault(name, usual);
        try {
            URI address = URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
            boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (web && address.getHost() != null && address.getUserInfo() == null) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            throw wrong(name, value, "it is no address", "give one that starts with https://");
        }
        throw wrong(name, value, "it is no address of a web server", "give one that starts with https://");
    }

    private static RuntimeException wrong(String name, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "read setting " + PROVIDER + "." + name, value, cause, remedy)
                .toException();
    }
}
