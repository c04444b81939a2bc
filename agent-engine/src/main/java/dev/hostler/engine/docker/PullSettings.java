package dev.hostler.engine.docker;

import java.util.Locale;
import java.util.Map;

/**
 * How images are pulled. Immutable.
 *
 * @param policy when
 * @param retries how often it is tried
 * @param pace how often is told how far it is
 */
record PullSettings(PullPolicy policy, PullRetries retries, PullPace pace) {
    private static final long MOST_ATTEMPTS = 1000;

    static PullSettings read(String provider, Map<String, String> settings) {
        String attempts = settings.getOrDefault("pull-attempts", String.valueOf(PullRetries.USUAL_ATTEMPTS));
        return new PullSettings(
                policy(provider, settings.getOrDefault("pull", "missing")),
                new PullRetries(attempts(provider, attempts)),
                PullPace.USUAL);
    }

    private static PullPolicy policy(String provider, String value) {
        for (PullPolicy policy : PullPolicy.values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(value)) {
                return policy;
            }
        }
        throw EngineSettings.wrong(provider, "pull", value, "it is neither 'missing' nor 'always' nor 'never'");
    }

    private static int attempts(String provider, String value) {
        try {
            long number = Long.parseLong(value);
            if (number > 0) {
                return (int) Math.min(number, MOST_ATTEMPTS);
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of range.
        }
        throw EngineSettings.wrong(provider, "pull-attempts", value, "it is no number above 0");
    }

    /** Returns the same without further attempts. */
    PullSettings once() {
        return new PullSettings(policy, new PullRetries(1), pace);
    }
}
