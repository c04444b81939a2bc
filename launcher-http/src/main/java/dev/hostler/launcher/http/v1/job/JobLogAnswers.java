package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import dev.hostler.launcher.http.lines.LineText;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.v1.wire.ItemFeed;
import dev.hostler.launcher.http.v1.wire.Parameters;
import dev.hostler.launcher.http.v1.wire.Sse;
import dev.hostler.launcher.http.v1.wire.Values;
import dev.hostler.launcher.http.v1.wire.Writing;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A job's log: what is there, or from there to its end, as text, as events or as messages of a WebSocket. */
final class JobLogAnswers {
    private static final String LAST_EVENT = "Last-Event-ID";
    private static final String NEXT = "X-Next-Offset";

    private JobLogAnswers() {}

    /** @param logs opens the log at an offset */
    static Answer of(LongFunction<LogStream> logs, Call call) {
        Parameters asked = Parameters.of(call, "offset", "follow");
        boolean follow = asked.truth("follow");
        long offset = asked.whole("offset").orElse(0);
        if (call.header("Accept").orElse("").contains(Sse.TYPE)) {
            Optional<String> last = call.header(LAST_EVENT);
            long start = last.isPresent() ? Parameters.whole(LAST_EVENT, last.get()) : offset;
            return ItemFeed.answer(logs.apply(start), new Writing.Events<>(JobLogAnswers::event));
        }
        if (call.header("Upgrade").orElse("").equalsIgnoreCase("websocket")) {
            return ItemFeed.answer(logs.apply(offset), new Writing.Messages<>(JobLogAnswers::message));
        }
        return follow
                ? ItemFeed.answer(logs.apply(offset), new Writing.Plain<>(LineText::of))
                : whatIsThere(logs, offset);
    }

    /** Whole lines, so that the next question goes on with a whole line. */
    private static Answer whatIsThere(LongFunction<LogStream> logs, long offset) {
        long end = LogEnd.of(logs, offset);
        return ItemFeed.answer(
                        new LogPart(logs.apply(offset), offset, end),
                        new Writing.Plain<LogLine>(line -> LineText.upTo(end, line)))
                .with(NEXT, String.valueOf(end));
    }

    private static byte[] event(LogLine line) {
        return Sse.event(String.valueOf(line.next()), data(line).map());
    }

    /** What an event has as its id is a part of a message. */
    private static Map<String, @Nullable Object> message(LogLine line) {
        return data(line).put("next", line.next()).map();
    }

    private static Values data(LogLine line) {
        return new Values()
                .put("offset", line.offset())
                .put("text", line.text())
                .put("continued", line.continued());
    }
}
