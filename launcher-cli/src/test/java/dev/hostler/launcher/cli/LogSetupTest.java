package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogSetupTest {
    private final LoggerContext loggers = new LoggerContext();
    private final String before = System.getProperty(LogSetup.LEVEL, "");

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(LogSetup.LEVEL);
        } else {
            System.setProperty(LogSetup.LEVEL, before);
        }
    }

    @Test
    void logsFromTheLevelThatIsAskedFor() {
        System.setProperty(LogSetup.LEVEL, "debug");

        assertThat(new LogSetup().configure(loggers)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        assertThat(root.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(root.getAppender("stderr")).isNotNull();
        assertThat(loggers.getLogger("org.sqlite.any").isWarnEnabled()).isFalse();
        assertThat(loggers.getLogger("dev.hostler.any").isDebugEnabled()).isTrue();
    }

    @Test
    void leavesAnApplicationWithoutALevelItsOwnSetup() {
        System.clearProperty(LogSetup.LEVEL);

        assertThat(new LogSetup().configure(loggers)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);

        assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr"))
                .isNull();
    }

    @Test
    void isFound() {
        assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(LogSetup.class);
    }

    @Test
    void aLineHasTimeLevelSpeakerAndTraceOfWhatWentWrong() {
        LoggingEvent event = new LoggingEvent(
                "any",
                loggers.getLogger("dev.hostler.engine.Janitor"),
                Level.WARN,
                "kept {}",
                new IllegalStateException("broken"),
                new Object[] {3});
        event.setInstant(LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6_000_000)
                .atZone(ZoneId.systemDefault())
                .toInstant());

        assertThat(new LogLayout().doLayout(event))
                .startsWith("03:04:05.006 WARN  Janitor: kept 3" + System.lineSeparator()
                        + "java.lang.IllegalStateException: broken")
                .contains("at " + LogSetupTest.class.getName());
    }
}
