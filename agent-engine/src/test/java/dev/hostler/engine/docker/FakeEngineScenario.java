package dev.hostler.engine.docker;

import static org.awaitility.Awaitility.await;

import dev.hostler.engine.testing.FakeEngine;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine that answers as a test tells it to, a way to it, and the proof that no thread is left. */
public abstract class FakeEngineScenario {
    protected static final Duration SHORT = Duration.ofMillis(300);
    protected static final Duration LONG = Duration.ofSeconds(20);

    protected final SystemScheduler scheduler = SystemScheduler.create();

    @TempDir
    protected Path directory;

    protected FakeEngine engine;
    protected EngineConnection connection;

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine(directory);
        connection = new EngineConnection(scheduler, EngineAddress.of(engine.address()));
    }

    @AfterEach
    void stop() {
        connection.close();
        engine.close();
        scheduler.close();
        await().until(() -> threads("docker").isEmpty());
    }

    protected static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
