package dev.hostler.launcher.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * What hostler itself logs: to stderr, level by the option log-level. The output of jobs never comes here. Found by
 * {@link java.util.ServiceLoader}; in Java, since reading the usual file in XML takes a fifth of the time of a whole run.
 * An application that has this jar beside its own classes names no level, and keeps its own setup. Thread-safe.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** The system property with the level; read when something logs for the first time. */
    static final String LEVEL = "hostler.logLevel";

    /** Libraries: what matters of theirs reaches the user as a failure's cause. */
    private static final List<String> QUIET =
            List.of("com.github.dockerjava", "org.apache.sshd", "org.eclipse.jgit", "org.sqlite");

    /** Called by {@link java.util.ServiceLoader}. */
    public LogSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        String level = System.getProperty(LEVEL);
        if (level == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LogLayout layout = new LogLayout();
        layout.setContext(loggers);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(loggers);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> errors = new ConsoleAppender<>();
        errors.setContext(loggers);
        errors.setName("stderr");
        errors.setTarget("System.err");
        errors.setEncoder(encoder);
        errors.start();
        QUIET.forEach(name -> loggers.getLogger(name).setLevel(Level.ERROR));
        Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level, Level.WARN));
        root.addAppender(errors);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
