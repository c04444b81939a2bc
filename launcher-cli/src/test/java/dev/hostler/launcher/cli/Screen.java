package dev.hostler.launcher.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal that understands what {@link StatusArea} writes, and nothing else: it refuses any other sequence. */
final class Screen {
    private static final Pattern TOKEN = Pattern.compile(
            "\u001b\\[(\\d*)A|\u001b\\[(J)|\u001b\\[\\?7([hl])|\u001b\\[(0)m|(\r)|(\n)|([^\u001b\r\n]+)");

    private final int width;
    private final List<String> rows = new ArrayList<>(List.of(""));
    private int row;
    private boolean wraps = true;

    Screen(int width) {
        this.width = width;
    }

    /** Returns the rows that are left when all of it is written. */
    static List<String> after(String text, int width) {
        Screen screen = new Screen(width);
        Matcher tokens = TOKEN.matcher(text);
        int end = 0;
        while (tokens.find()) {
            if (tokens.start() != end) {
                break;
            }
            end = tokens.end();
            screen.take(tokens);
        }
        if (end != text.length()) {
            throw new AssertionError(
                    "no terminal knows this: " + text.substring(end).replace('\u001b', '^'));
        }
        return screen.rows.stream().filter(line -> !line.isEmpty()).toList();
    }

    private void take(Matcher token) {
        if (token.group(1) != null) {
            row -= Integer.parseInt(token.group(1));
        } else if (token.group(2) != null) {
            rows.subList(row, rows.size()).clear();
            rows.add("");
        } else if (token.group(3) != null) {
            wraps = token.group(3).equals("h");
        } else if (token.group(6) != null) {
            down();
        } else if (token.group(7) != null) {
            print(token.group(7));
        }
    }

    private void print(String text) {
        String line = rows.get(row) + text;
        while (wraps && line.length() > width) {
            rows.set(row, line.substring(0, width));
            line = line.substring(width);
            down();
        }
        rows.set(row, line.length() > width ? line.substring(0, width) : line);
    }

    private void down() {
        row++;
        if (row == rows.size()) {
            rows.add("");
        }
    }
}
