package dev.hostler.launcher.cli;

import java.util.List;

/**
 * Some lines that stay at the bottom of a terminal while others scroll by above. Thread-safe.
 *
 * <p>Implementation note: the monitor guards what is on the screen, so it is held while that is written.
 */
final class StatusArea implements AutoCloseable {
    private static final String UP = "\u001b[%dA";
    private static final String ERASE_BELOW = "\u001b[J";

    /** A line that is too long must not become two, or the way back up would be too short. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    /** The job's own colours end with its line. */
    private static final String PLAIN = "\u001b[0m";

    private final Lines out;
    private List<String> shown = List.of();
    private boolean closed;

    StatusArea(Lines out) {
        this.out = out;
    }

    /** Puts these lines in the place of the earlier ones. */
    synchronized void show(List<String> lines) {
        if (!closed && !lines.equals(shown)) {
            out.raw(erased() + drawn(lines));
            shown = List.copyOf(lines);
        }
    }

    /** Prints a line above; returns false if the reader is gone. */
    synchronized boolean line(String text) {
        return out.raw(erased() + text + "\n" + drawn(shown));
    }

    /** Does something that prints, on this terminal, with the lines away. */
    synchronized void aside(Runnable action) {
        out.raw(erased());
        action.run();
        out.raw(drawn(shown));
    }

    /** Takes the lines away for good. Idempotent. */
    @Override
    public synchronized void close() {
        out.raw(erased());
        shown = List.of();
        closed = true;
    }

    private String erased() {
        return shown.isEmpty() ? "" : "\r" + String.format(UP, shown.size()) + ERASE_BELOW;
    }

    private static String drawn(List<String> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(PLAIN + NO_WRAP);
        lines.forEach(line -> text.append(Lines.obedient(line)).append('\n'));
        return text.append(WRAP).toString();
    }
}
