package dev.hostler.engine.log;

import java.util.Arrays;
import java.util.Collection;

/**
 * Finds many patterns in one pass over a text (Aho and Corasick, 1975). Immutable.
 *
 * <p>Implementation note: a state is the longest end of the text so far that begins a pattern. States near the root, where
 * nearly all text keeps us, and those with several ways on have a full row of successors, over classes of bytes and not
 * bytes (all that are in no pattern are one class). They have the lowest numbers. The others, most of the table, have one
 * way on, or else fall back to a shorter state; that takes 20 bytes where a row would take hundreds.
 */
final class PatternAutomaton {
    private static final int BYTES = 256;

    private final int[] classOf = new int[BYTES];
    private final int classes;
    private final int rowCount;
    private final int[] rows;
    private final int[] onlyLabel;
    private final int[] onlyChild;
    private final int[] shorter;
    private final int[] matchLength;
    private final int[] openLength;
    private final int longest;

    private PatternAutomaton(PatternTrie trie) {
        int[] order = trie.breadthFirst();
        int[] stateOf = new int[trie.size()];
        this.rowCount = number(trie, order, stateOf);
        this.classes = classify(trie);
        this.rows = new int[rowCount * classes];
        this.onlyLabel = new int[trie.size()];
        this.onlyChild = new int[trie.size()];
        this.shorter = new int[trie.size()];
        this.matchLength = new int[trie.size()];
        this.openLength = new int[trie.size()];
        this.longest = trie.depth(order[order.length - 1]);
        for (int node : order) {
            fill(trie, node, stateOf);
        }
    }

    static PatternAutomaton of(Collection<byte[]> patterns) {
        PatternTrie trie = new PatternTrie();
        patterns.forEach(trie::add);
        return new PatternAutomaton(trie);
    }

    /** Gives the nodes their states, those with a row first; returns how many have one. */
    private static int number(PatternTrie trie, int[] order, int[] stateOf) {
        int next = 0;
        for (int node : order) {
            if (hasRow(trie, node)) {
                stateOf[node] = next++;
            }
        }
        int rows = next;
        for (int node : order) {
            if (!hasRow(trie, node)) {
                stateOf[node] = next++;
            }
        }
        return rows;
    }

    private static boolean hasRow(PatternTrie trie, int node) {
        return trie.depth(node) <= 1 || trie.hasManyChildren(node);
    }

    private int classify(PatternTrie trie) {
        int next = 1;
        for (int node = 1; node < trie.size(); node++) {
            int each = trie.label(node) & 0xff;
            if (classOf[each] == 0) {
                classOf[each] = next++;
            }
        }
        return next;
    }

    /** Fills in one state, and where its children fall back to; all shallower states are complete. */
    private void fill(PatternTrie trie, int node, int[] stateOf) {
        int state = stateOf[node];
        boolean leaf = trie.firstChild(node) == PatternTrie.NONE;
        matchLength[state] = trie.isPattern(node) ? trie.depth(node) : matchLength[shorter[state]];
        openLength[state] = leaf ? openLength[shorter[state]] : trie.depth(node);
        if (state < rowCount && state != 0) {
            System.arraycopy(rowOf(shorter[state]), 0, rows, state * classes, classes);
        }
        onlyLabel[state] = Integer.MIN_VALUE;
        for (int child = trie.firstChild(node); child != PatternTrie.NONE; child = trie.nextSibling(child)) {
            byte label = trie.label(child);
            shorter[stateOf[child]] = state == 0 ? 0 : next(shorter[state], label);
            onlyLabel[state] = label;
            onlyChild[state] = stateOf[child];
            if (state < rowCount) {
                rows[state * classes + classOf[label & 0xff]] = stateOf[child];
            }
        }
    }

    private int[] rowOf(int state) {
        if (state < rowCount) {
            return Arrays.copyOfRange(rows, state * classes, (state + 1) * classes);
        }
        int[] row = rowOf(shorter[state]);
        if (onlyLabel[state] != Integer.MIN_VALUE) {
            row[classOf[onlyLabel[state] & 0xff]] = onlyChild[state];
        }
        return row;
    }

    /** Returns the state after one more byte. State 0 is the beginning. */
    private int next(int state, byte each) {
        int from = state;
        while (from >= rowCount) {
            if (onlyLabel[from] == each) {
                return onlyChild[from];
            }
            from = shorter[from];
        }
        return rows[from * classes + classOf[each & 0xff]];
    }

    /** Goes over a part of a buffer, adds what it finds, and returns the state at the end. */
    int find(byte[] buffer, int start, int end, int state, MaskedSpans found) {
        int at = state;
        for (int i = start; i < end; i++) {
            at = next(at, buffer[i]);
            int length = matchLength[at];
            if (length > 0) {
                found.add(i + 1 - length, i + 1);
            }
        }
        return at;
    }

    /** Returns the length of the longest end of the text that may still become a longer pattern. */
    int openLength(int state) {
        return openLength[state];
    }

    /** Returns the length of the longest pattern. */
    int longest() {
        return longest;
    }
}
