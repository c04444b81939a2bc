package dev.hostler.engine.artifact;

/**
 * Matches one name against a pattern with {@code *} and {@code ?}. Thread-safe.
 *
 * <p>Only the last {@code *} is ever tried again: what an earlier one could take more, the later one can take as well.
 */
final class NamePattern {
    private NamePattern() {}

    static boolean matches(String pattern, String name) {
        return matches(pattern.codePoints().toArray(), name.codePoints().toArray());
    }

    private static boolean matches(int[] pattern, int[] name) {
        int p = 0;
        int star = -1;
        int retry = 0;
        for (int n = 0; n < name.length; ) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                retry = n;
            } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == name[n])) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        return onlyStars(pattern, p);
    }

    private static boolean onlyStars(int[] pattern, int from) {
        for (int p = from; p < pattern.length; p++) {
            if (pattern[p] != '*') {
                return false;
            }
        }
        return true;
    }
}
