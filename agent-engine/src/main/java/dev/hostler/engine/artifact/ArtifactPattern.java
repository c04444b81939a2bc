package dev.hostler.engine.artifact;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * A glob pattern over a workspace. {@code *} stands for any text and {@code ?} for one character within a name,
 * {@code **} for any number of directories, <code>{a,b}</code> for either. A pattern that matches a directory takes
 * everything below it. All other characters stand for themselves. Immutable.
 *
 * <p>Patterns come from repositories: matching takes time in proportion to the pattern's and the path's length, for
 * every pattern.
 */
public final class ArtifactPattern {
    private static final String ANY_DIRECTORIES = "**";
    private static final int LONGEST = 1000;

    private final String text;
    private final List<List<String>> alternatives;

    private ArtifactPattern(String text, List<List<String>> alternatives) {
        this.text = text;
        this.alternatives = alternatives;
    }

    /**
     * Reads a pattern.
     *
     * @throws AgentException with {@code INVALID_INPUT} if it is none
     */
    public static ArtifactPattern parse(String text) {
        if (text.length() > LONGEST) {
            throw refused(text.substring(0, 40) + "...", "it is longer than " + LONGEST + " characters");
        }
        if (text.isBlank() || text.startsWith("/") || text.chars().anyMatch(c -> c < ' ')) {
            throw refused(text.replaceAll("\\p{Cntrl}", " "), "it is not a pattern relative to the workspace");
        }
        if (!BraceList.isBalanced(text)) {
            throw refused(text, "a brace has no counterpart");
        }
        List<String> expanded = BraceList.expand(text);
        if (expanded.size() > BraceList.MOST) {
            throw refused(text, "its braces make more than " + BraceList.MOST + " alternatives");
        }
        return new ArtifactPattern(
                text, expanded.stream().map(one -> segments(text, one)).toList());
    }

    /** Returns the pattern as it was written. */
    public String text() {
        return text;
    }

    Position start() {
        List<BitSet> states = new ArrayList<>();
        for (List<String> segments : alternatives) {
            BitSet state = new BitSet();
            state.set(0);
            states.add(skipEmpty(segments, state));
        }
        return new Position(states);
    }

    private static List<String> segments(String text, String alternative) {
        List<String> segments = Stream.of(alternative.split("/", -1))
                .filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .toList();
        if (segments.contains("..")) {
            throw refused(text, "it leads upwards");
        }
        return segments;
    }

    /** Any directories can also be none: who stands before them may as well stand behind them. */
    private static BitSet skipEmpty(List<String> segments, BitSet state) {
        for (int i = state.nextSetBit(0); i >= 0; i = state.nextSetBit(i + 1)) {
            if (i < segments.size() && segments.get(i).equals(ANY_DIRECTORIES)) {
                state.set(i + 1);
            }
        }
        return state;
    }

    private static AgentException refused(String text, String cause) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept artifact pattern", text, cause, "correct the pattern")
                .toException();
    }

    /** How much of the pattern a path has matched so far. Immutable. */
    final class Position {
        private final List<BitSet> states;

        private Position(List<BitSet> states) {
            this.states = states;
        }

        /** Returns whether the path itself matches, or a directory that it is in. */
        boolean matches() {
            for (int i = 0; i < states.size(); i++) {
                if (states.get(i).get(alternatives.get(i).size())) {
                    return true;
                }
            }
            return false;
        }

        /** Returns whether nothing below can match. */
        boolean isDead() {
            return states.stream().allMatch(BitSet::isEmpty);
        }

        /** Returns the position one name further down. */
        Position enter(String name) {
            if (matches()) {
                return this;
            }
            List<BitSet> next = new ArrayList<>();
            for (int i = 0; i < states.size(); i++) {
                next.add(step(alternatives.get(i), states.get(i), name));
            }
            return new Position(next);
        }

        private static BitSet step(List<String> segments, BitSet state, String name) {
            BitSet next = new BitSet();
            for (int i = state.nextSetBit(0); i >= 0 && i < segments.size(); i = state.nextSetBit(i + 1)) {
                if (segments.get(i).equals(ANY_DIRECTORIES)) {
                    next.set(i);
                } else if (NamePattern.matches(segments.get(i), name)) {
                    next.set(i + 1);
                }
            }
            return skipEmpty(segments, next);
        }
    }
}
