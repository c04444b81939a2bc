package dev.hostler.engine.runtime.docker;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.engine.docker.EngineSettings;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an operator can set. Immutable.
 *
 * @param engine where the engine is, and how it comes by images
 * @param logMaxSize how large one file of a container's log gets, as Docker reads it
 * @param logMaxFiles how many such files are kept
 */
record ContainerSettings(EngineSettings engine, String logMaxSize, String logMaxFiles) {
    /** The id of the runtime, which names its settings. */
    static final String PROVIDER = "containers";

    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,8}[kmg]");
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,2}");

    static ContainerSettings read(Map<String, String> settings) {
        return new ContainerSettings(
                EngineSettings.read(PROVIDER, settings),
                checked(settings, "log-max-size", "10m", SIZE, "it is no number with the unit k, m or g"),
                checked(settings, "log-max-files", "3", COUNT, "it is no number from 1 to 999"));
    }

    private static String checked(Map<String, String> settings, String name, String usual, Pattern form, String cause) {
        String value = settings.getOrDefault(name, usual);
        if (form.matcher(value).matches()) {
            return value;
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "read setting " + PROVIDER + "." + name,
                        value,
                        cause,
                        "correct the setting")
                .toException();
    }
}
