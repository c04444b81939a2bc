package dev.hostler.engine.runtime.compose;

import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logs of several containers as one. Those that have ended come in the order of their times; of those that are followed
 * a line comes as soon as no other container has an earlier one by then. Confined to one thread at a time, save {@link
 * #close} and {@link #onMore}.
 */
final class MergedLog {
    private final List<Source> sources;
    private final boolean inOrder;
    private boolean over;

    private MergedLog(List<Source> sources, boolean inOrder) {
        this.sources = sources;
        this.inOrder = inOrder;
    }

    /** One container's log, and its next line. Confined like the log. */
    private static final class Source {
        private final String container;
        private final TimedLogStream stream;
        private Optional<TimedLine> next = Optional.empty();
        private Optional<Instant> last = Optional.empty();

        Source(String container, TimedLogStream stream) {
            this.container = container;
            this.stream = stream;
        }

        /** Looks for its next line; returns whether there may be one and it is not here yet. */
        boolean lacks() {
            if (next.isEmpty() && !stream.isOver()) {
                next = stream.poll();
            }
            return next.isEmpty() && !stream.isOver();
        }

        TimedLine take() {
            TimedLine line = next.orElseThrow();
            next = Optional.empty();
            last = Optional.of(line.time());
            return line;
        }

        Instant time() {
            return next.orElseThrow().time();
        }
    }

    /**
     * A line, and whose it is. Immutable.
     *
     * @param container the id of the container
     * @param line the line
     */
    record Line(String container, TimedLine line) {}

    /** Puts logs together, by the ids of their containers. */
    static MergedLog of(Map<String, TimedLogStream> streams, boolean inOrder) {
        return new MergedLog(
                streams.entrySet().stream()
                        .map(entry -> new Source(entry.getKey(), entry.getValue()))
                        .toList(),
                inOrder);
    }

    /** Returns the next line if it is here. */
    Optional<Line> poll() {
        // No short cut: each log has to be asked for its next line.
        long lacking = sources.stream().filter(Source::lacks).count();
        Optional<Source> first =
                sources.stream().filter(source -> source.next.isPresent()).min(Comparator.comparing(Source::time));
        over = first.isEmpty() && lacking == 0;
        return first.filter(source -> lacking == 0 || !inOrder)
                .map(source -> new Line(source.container, source.take()));
    }

    /** Returns whether there will be no more; known after a poll that gave nothing. */
    boolean isOver() {
        return over;
    }

    /** Returns the time of the last line of each container that had one. */
    Map<String, Instant> last() {
        Map<String, Instant> last = new LinkedHashMap<>();
        sources.forEach(source -> source.last.ifPresent(time -> last.put(source.container, time)));
        return last;
    }

    void onMore(Runnable listener) {
        sources.forEach(source -> source.stream.onMore(listener));
    }

    void close() {
        sources.forEach(source -> source.stream.close());
    }
}
