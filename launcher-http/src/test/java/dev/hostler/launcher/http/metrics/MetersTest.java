package dev.hostler.launcher.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.MetricSink;
import dev.hostler.launcher.http.server.Access;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.server.Route;
import dev.hostler.launcher.http.v1.ProblemDialect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Meters meters = new Meters();

    @AfterEach
    void close() {
        meters.close();
    }

    private String read() {
        Answer answer = meters.route(new ProblemDialect())
                .endpoint()
                .answer(new Call(Map.of(), "", Map.of(), new byte[0]))
                .toCompletableFuture()
                .join();
        assertThat(answer.headers().get("Content-Type")).startsWith("text/plain; version=0.0.4");
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theAgentsNumbersAreThereUnderNamesOfPrometheus() {
        MetricSink sink = meters.sink();
        AtomicInteger running = new AtomicInteger(2);
        sink.count("hostler.things", Map.of("kind", "a"), 3);
        sink.time("hostler.job.duration", Map.of("conclusion", "failed"), Duration.ofMillis(1500));
        sink.gauge("hostler.jobs.running", Map.of(), running::get);

        assertThat(read())
                .contains("hostler_things_total{kind=\"a\"} 3.0")
                .contains("hostler_job_duration_seconds_sum{conclusion=\"failed\"} 1.5")
                .contains("hostler_jobs_running 2.0");

        running.set(5);
        assertThat(read()).contains("hostler_jobs_running 5.0");
    }

    @Test
    void theJvmsNumbersAreThereToo() {
        assertThat(read()).contains("jvm_memory_used_bytes").contains("process_uptime_seconds");
    }

    @Test
    void nobodyReadsThemWithoutAKey() {
        Route route = meters.route(new ProblemDialect());
        assertThat(route.access()).isEqualTo(Access.KEY);
    }
}
