package dev.hostler.engine.docker;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.SweepLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operator can set about the engine and its images, the same for every provider that uses one. Immutable.
 *
 * @param address where the engine is
 * @param pull when and how images are pulled
 * @param prePull images to pull after the start, before anybody needs them
 * @param logins the directory of the file that {@code docker login} writes
 * @param kept how long and how much of the images is kept that the agent has pulled and nobody uses
 */
public record EngineSettings(
        EngineAddress address, PullSettings pull, List<ImageName> prePull, Path logins, SweepLimits kept) {
    /**
     * Reads what concerns the engine: {@code host}, {@code pull}, {@code pull-attempts}, {@code pre-pull},
     * {@code config}, {@code image-keep-days} and {@code image-keep-size}.
     *
     * @param provider the provider that is set, for messages
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}
     */
    public static EngineSettings read(String provider, Map<String, String> settings) {
        Optional<String> host =
                Optional.ofNullable(settings.get("host")).or(() -> Optional.ofNullable(System.getenv("DOCKER_HOST")));
        return new EngineSettings(
                EngineAddress.of(host.orElse("")),
                PullSettings.read(provider, settings),
                list(settings.getOrDefault("pre-pull", "")),
                Optional.ofNullable(settings.get("config")).map(Path::of).orElseGet(EngineSettings::usualLogins),
                SweepLimits.read(provider, "image-", settings, Long.MAX_VALUE));
    }

    /** Where {@code docker login} leaves its file for this user. */
    private static Path usualLogins() {
        String named = System.getenv("DOCKER_CONFIG");
        return named == null || named.isBlank() ? Path.of(System.getProperty("user.home"), ".docker") : Path.of(named);
    }

    private static List<ImageName> list(String value) {
        return Stream.of(value.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(ImageName::new)
                .toList();
    }

    static RuntimeException wrong(String provider, String name, String value, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "read setting " + provider + "." + name,
                        value,
                        cause,
                        "correct the setting")
                .toException();
    }
}
