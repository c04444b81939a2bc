package dev.hostler.engine.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the name that a misspelt one was meant to be. Thread-safe. */
final class NearestName {
    private static final int MOST_EDITS = 2;
    private static final int LONGEST = 40;
    private static final int SHORTEST_PREFIX = 3;

    private NearestName() {}

    static Optional<String> of(String name, List<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> isNear(name, candidate))
                .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
    }

    private static boolean isNear(String name, String candidate) {
        int edits = edits(name, candidate);
        boolean longer = candidate.length() >= SHORTEST_PREFIX && name.startsWith(candidate);
        return longer || (edits <= MOST_EDITS && edits < candidate.length());
    }

    /** The edit distance of Levenshtein, row by row. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
