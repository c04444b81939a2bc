package dev.hostler.api.spi;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.ByteSize;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.node.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long and how much a place keeps of what nobody uses. Immutable.
 *
 * @param keep how long after its last use
 * @param mostBytes how much at most of all together; what was used longest ago goes first
 */
@Experimental
public record SweepLimits(Duration keep, long mostBytes) {
    /** What was used within this time stays, however much there is: somebody may be about to use it again. */
    public static final Duration GRACE = Duration.ofHours(1);

    private static final String USUAL_DAYS = "30";

    /**
     * Reads the settings {@code keep-days} (default 30; 0: for ever) and {@code keep-size}, such as {@code 20GiB}.
     *
     * @param provider the provider's id, for messages
     * @param prefix what stands before the two names
     * @param usualBytes the size if there is no such setting
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if one can't be understood
     */
    public static SweepLimits read(String provider, String prefix, Map<String, String> settings, long usualBytes) {
        String days = settings.getOrDefault(prefix + "keep-days", USUAL_DAYS);
        if (!days.matches("\\d{1,5}")) {
            throw wrong(provider, prefix + "keep-days", days, "it is no number of days such as 30");
        }
        Optional<String> size = Optional.ofNullable(settings.get(prefix + "keep-size"));
        long bytes = size.isEmpty()
                ? usualBytes
                : ByteSize.parse(size.get())
                        .map(ByteSize::bytes)
                        .orElseThrow(() -> wrong(
                                provider, prefix + "keep-size", size.get(), "it is no size such as 512MiB or 20GiB"));
        Duration keep = Duration.ofDays(Long.parseLong(days));
        return new SweepLimits(keep.isZero() ? Duration.ofSeconds(Long.MAX_VALUE) : keep, bytes);
    }

    private static RuntimeException wrong(String provider, String name, String value, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "read setting " + provider + "." + name,
                        value,
                        cause,
                        "correct the setting")
                .toException();
    }

    /**
     * Chooses what may go, what was used longest ago first. Pure.
     *
     * @param all everything there is, save what is in use now
     */
    public List<Leftover> choose(List<Leftover> all, Instant now) {
        List<Leftover> oldestFirst =
                all.stream().sorted(Comparator.comparing(Leftover::lastUsed)).toList();
        long kept = all.stream().mapToLong(Leftover::bytes).sum();
        List<Leftover> chosen = new ArrayList<>();
        for (Leftover one : oldestFirst) {
            Duration unused = Duration.between(one.lastUsed(), now);
            Optional<String> reason = reason(unused, kept);
            if (reason.isPresent()) {
                chosen.add(one.because(reason.get()));
                kept -= one.bytes();
            }
        }
        return List.copyOf(chosen);
    }

    private Optional<String> reason(Duration unused, long kept) {
        if (unused.compareTo(GRACE) < 0) {
            return Optional.empty();
        }
        if (unused.compareTo(keep) > 0) {
            return Optional.of("unused for " + unused.toDays() + " days");
        }
        return kept > mostBytes
                ? Optional.of("all together take " + kept + " bytes, and may take " + mostBytes)
                : Optional.empty();
    }
}
