package dev.hostler.engine.artifact;

import java.util.ArrayList;
import java.util.List;

/** Writes out the alternatives in braces: {@code a{b,c}} is {@code ab} and {@code ac}. Thread-safe. */
final class BraceList {
    /** Braces multiply, so that a short pattern could fill the memory. */
    static final int MOST = 100;

    private BraceList() {}

    /** Returns all alternatives, or more than {@link #MOST} if there are too many to write out. */
    static List<String> expand(String pattern) {
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>(List.of(pattern));
        while (!open.isEmpty() && done.size() + open.size() <= MOST) {
            String next = open.remove(open.size() - 1);
            int brace = next.indexOf('{');
            if (brace < 0) {
                done.add(next);
            } else {
                open.addAll(choices(next, brace));
            }
        }
        done.addAll(open);
        return done;
    }

    static boolean isBalanced(String pattern) {
        int depth = 0;
        for (int i = 0; i < pattern.length() && depth >= 0; i++) {
            depth += change(pattern.charAt(i));
        }
        return depth == 0;
    }

    private static List<String> choices(String pattern, int brace) {
        List<String> choices = new ArrayList<>();
        int depth = 1;
        int start = brace + 1;
        int i = start;
        for (; depth > 0; i++) {
            char c = pattern.charAt(i);
            depth += change(c);
            if (depth == 0 || (depth == 1 && c == ',')) {
                choices.add(pattern.substring(start, i));
                start = i + 1;
            }
        }
        String before = pattern.substring(0, brace);
        String after = pattern.substring(i);
        choices.replaceAll(choice -> before + choice + after);
        return choices;
    }

    private static int change(char c) {
        if (c == '{') {
            return 1;
        }
        return c == '}' ? -1 : 0;
    }
}
