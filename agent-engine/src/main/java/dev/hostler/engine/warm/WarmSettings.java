package dev.hostler.engine.warm;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.ByteSize;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How many sandboxes may stand ready, and for how long. Immutable.
 *
 * @param most how many at one time, of all kinds; 0: none, ever
 * @param memoryBytes how much memory they may take together
 * @param idle how long those of a kind stand for which no job comes
 */
public record WarmSettings(int most, long memoryBytes, Duration idle) {
    /** The id under which an agent's configuration has these settings. */
    public static final String ID = "warm";

    /** None. */
    public static final WarmSettings OFF = new WarmSettings(0, 64L << 20, Duration.ofMinutes(5));

    /** What one takes: 3.1 MB were measured for a container of Docker 20.10 with two shells, and rounded up. */
    static final long EACH_BYTES = 4L << 20;

    private static final String MOST = "most";
    private static final String MEMORY = "memory";
    private static final String IDLE = "idle-seconds";

    /**
     * Reads the settings {@code most}, {@code memory} and {@code idle-seconds}.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if one can't be understood or is none
     */
    public static WarmSettings of(Map<String, String> settings) {
        settings.forEach(WarmSettings::requireKnown);
        return new WarmSettings(
                number(settings, MOST, OFF.most, "from 0 to 999"),
                settings.containsKey(MEMORY) ? memory(settings.get(MEMORY)) : OFF.memoryBytes,
                Duration.ofSeconds(Math.max(1, number(settings, IDLE, (int) OFF.idle.toSeconds(), "of seconds"))));
    }

    /** Returns how many may stand at one time. */
    int bound() {
        return (int) Math.min(most, memoryBytes / EACH_BYTES);
    }

    private static void requireKnown(String name, String value) {
        if (!Set.of(MOST, MEMORY, IDLE).contains(name)) {
            throw wrong(name, value, "there is no such setting", "leave it out");
        }
    }

    private static int number(Map<String, String> settings, String name, int otherwise, String range) {
        String text = settings.getOrDefault(name, String.valueOf(otherwise));
        if (!text.matches(name.equals(MOST) ? "\\d{1,3}" : "\\d{1,6}")) {
            throw wrong(name, text, "it is no whole number " + range, "correct the setting");
        }
        return Integer.parseInt(text);
    }

    private static long memory(String text) {
        return ByteSize.parse(text)
                .map(ByteSize::bytes)
                .orElseThrow(() -> wrong(MEMORY, text, "it is no size such as 64MiB", "correct the setting"));
    }

    private static RuntimeException wrong(String name, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "read setting " + ID + "." + name, value, cause, remedy)
                .toException();
    }
}
