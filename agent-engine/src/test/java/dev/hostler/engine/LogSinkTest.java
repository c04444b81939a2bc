package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.LogSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a log sink sees of an agent's jobs. */
class LogSinkTest extends AgentScenario {
    /** Keeps all it gets, byte by byte at its place. */
    private static final class Copies implements LogSink {
        private final Map<JobKey, ByteArrayOutputStream> texts = new ConcurrentHashMap<>();
        private final Map<JobKey, Long> complete = new ConcurrentHashMap<>();
        private volatile Map<String, String> settings = Map.of();

        @Override
        public String id() {
            return "copies";
        }

        @Override
        public void configure(Map<String, String> values) {
            settings = values;
        }

        @Override
        public void append(JobKey job, long offset, byte[] masked) {
            ByteArrayOutputStream text = texts.computeIfAbsent(job, key -> new ByteArrayOutputStream());
            int known = text.size() - (int) offset;
            assertThat(known).as("bytes that come again").isBetween(0, masked.length);
            text.write(masked, known, masked.length - known);
        }

        @Override
        public void complete(JobKey job, long length) {
            complete.put(job, length);
        }

        String text(JobKey job) {
            return texts.get(job).toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void hasTheWholeLogOfAJobThatOutlivedItsAgent() throws Exception {
        Copies sink = new Copies();
        restart(config ->
                config.logSink(sink).provider("copies", Map.of("where", "here")).onClose(AgentConfig.OnClose.DETACH));
        assertThat(sink.settings).isEqualTo(Map.of("where", "here"));
        Path go = directory.resolve("go");
        JobHandle before = agent.submit(
                job("outlives").run("echo first; until [ -e '" + go + "' ]; do sleep 0.02; done; echo last"));
        awaitLine(before, "first");
        agent.close();
        assertThat(sink.text(key("outlives"))).endsWith("first\n");
        assertThat(sink.complete).isEmpty();
        Files.createFile(go);

        restart(config -> config.logSink(sink));
        JobHandle after = agent.agent().job(key("outlives")).orElseThrow();
        after.await();
        Awaitility.await().until(() -> sink.complete.containsKey(key("outlives")));
        assertThat(sink.text(key("outlives"))).isEqualTo(TestAgent.log(after));
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        Copies sink = new Copies();
        restart(config -> config.logSink(sink).disable("copies"));
        agent.submit(job("quiet").run("echo text")).await();
        assertThat(sink.texts).isEmpty();
    }
}
