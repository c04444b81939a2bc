package dev.hostler.launcher.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** One line for what is logged, with the time, the level and who says it; below it the stack trace, if any. Thread-safe. */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        LocalTime time = LocalTime.ofInstant(
                Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS), ZoneId.systemDefault());
        String name = event.getLoggerName();
        String line = String.format(
                "%tT.%<tL %-5s %s: %s%n",
                time, event.getLevel(), name.substring(name.lastIndexOf('.') + 1), event.getFormattedMessage());
        return event.getThrowableProxy() == null ? line : line + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }
}
