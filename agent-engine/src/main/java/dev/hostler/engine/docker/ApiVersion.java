package dev.hostler.engine.docker;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the engine's API, such as 1.41. Immutable. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The newest that the client library knows (docker-java 3.7.1, RemoteApiVersion). */
    static final ApiVersion NEWEST_KNOWN = new ApiVersion(1, 44);

    /** What engine 20.10 speaks; the oldest that we test with. */
    static final ApiVersion OLDEST_SUPPORTED = new ApiVersion(1, 41);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

    static Optional<ApiVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Returns the newest version that both sides know. */
    ApiVersion common(ApiVersion other) {
        return compareTo(other) <= 0 ? this : other;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return Comparator.comparingInt(ApiVersion::major)
                .thenComparingInt(ApiVersion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
