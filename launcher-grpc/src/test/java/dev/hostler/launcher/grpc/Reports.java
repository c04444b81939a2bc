package dev.hostler.launcher.grpc;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** What a class tells the operator. */
public final class Reports extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private Reports(Logger logger) {
        this.logger = logger;
    }

    /** Listens to a class. */
    public static Reports open(Class<?> reporter) {
        Reports reports = new Reports((Logger) LoggerFactory.getLogger(reporter));
        reports.start();
        reports.logger.addAppender(reports);
        return reports;
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    /** Waits until a line with a text has come. */
    public void await(String text) {
        Awaitility.await("report of " + text)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> lines.stream().anyMatch(line -> line.contains(text)));
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }
}
