package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import java.util.Optional;

/** Reads a log that is a text of ASCII, with pieces of at most so many characters. Confined to one thread. */
final class MemoryLog implements LogStream {
    private final String text;
    private final boolean complete;
    private final int longest;
    private int next;
    private boolean over;

    MemoryLog(String text, boolean complete, int longest, long offset) {
        this.text = text;
        this.complete = complete;
        this.longest = longest;
        this.next = (int) Math.min(Integer.MAX_VALUE, offset);
    }

    @Override
    public Optional<LogLine> next() {
        throw new UnsupportedOperationException("it would wait");
    }

    @Override
    public Optional<LogLine> poll() {
        int lineEnd = text.indexOf('\n', next);
        int left = text.length() - next;
        if (lineEnd >= 0 && lineEnd - next < longest) {
            return line(lineEnd, lineEnd + 1, false);
        }
        if (left >= longest) {
            return line(next + longest, next + longest, true);
        }
        if (complete && left > 0) {
            return line(text.length(), text.length(), false);
        }
        over = complete;
        return Optional.empty();
    }

    private Optional<LogLine> line(int textEnd, int end, boolean continued) {
        LogLine line = new LogLine(next, end, text.substring(next, textEnd), continued);
        next = end;
        return Optional.of(line);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void onMore(Runnable listener) {
        listener.run();
    }

    @Override
    public long size() {
        return text.length();
    }

    @Override
    public void close() {}
}
