package dev.hostler.launcher.http.server;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class logs while a test runs. Thread-safe. */
final class SpokenLog implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private SpokenLog(Logger logger) {
        this.logger = logger;
        lines.start();
        logger.addAppender(lines);
    }

    static SpokenLog of(Class<?> speaker) {
        return new SpokenLog((Logger) LoggerFactory.getLogger(speaker));
    }

    /** Returns what was logged. */
    List<String> lines() {
        return List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
