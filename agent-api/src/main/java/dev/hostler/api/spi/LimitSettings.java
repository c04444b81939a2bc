package dev.hostler.api.spi;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.ByteSize;
import dev.hostler.api.meta.Experimental;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The agent-wide limits of an executor, in the same words for each: the settings {@code cpus} (such as {@code 0.5}),
 * {@code memory} (such as {@code 2GiB}) and {@code processes}. They hold where a job has no limit of its own.
 * Thread-safe.
 */
@Experimental
public final class LimitSettings {
    /** Below this no program starts, and Docker refuses the container. */
    private static final long LEAST_MEMORY = 6L << 20;

    private final String executor;
    private final Map<String, String> settings;

    private LimitSettings(String executor, Map<String, String> settings) {
        this.executor = executor;
        this.settings = settings;
    }

    /**
     * Reads the settings of an executor; those that are not there are no limit.
     *
     * @param executor the executor's id, for messages
     * @param settings all its settings
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if one can't be understood
     */
    public static SandboxSpec.Limits read(String executor, Map<String, String> settings) {
        LimitSettings read = new LimitSettings(executor, settings);
        return new SandboxSpec.Limits(read.cpus(), read.memory(), read.processes());
    }

    private OptionalDouble cpus() {
        Optional<String> text = Optional.ofNullable(settings.get("cpus"));
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (!text.get().matches("\\d{1,6}(\\.\\d{1,6})?") || Double.parseDouble(text.get()) < 0.01) {
            throw wrong("cpus", text.get(), "it is no number from 0.01 such as 2 or 0.5");
        }
        return OptionalDouble.of(Double.parseDouble(text.get()));
    }

    private OptionalLong memory() {
        Optional<String> text = Optional.ofNullable(settings.get("memory"));
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(ByteSize.parse(text.get())
                .map(ByteSize::bytes)
                .filter(bytes -> bytes >= LEAST_MEMORY)
                .orElseThrow(() -> wrong("memory", text.get(), "it is no size from 6MiB such as 512MiB or 2GiB")));
    }

    private OptionalInt processes() {
        Optional<String> text = Optional.ofNullable(settings.get("processes"));
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.get().matches("[1-9]\\d{0,8}")) {
            throw wrong("processes", text.get(), "it is no number above 0");
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    private RuntimeException wrong(String name, String value, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "read setting " + executor + "." + name,
                        value,
                        cause,
                        "correct the setting")
                .toException();
    }
}
