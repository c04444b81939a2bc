package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Info;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.EngineRelay;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls when the engine was restarted, and all connections that were kept are dead. */
class LostConnectionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The client library tries a second dead one by itself. */
    private static final int KEPT = 4;

    @TempDir
    private Path directory;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private EngineRelay relay;
    private EngineConnection connection;

    @BeforeEach
    void connect() throws Exception {
        DockerHost.requireBusybox();
        relay = EngineRelay.at(directory.resolve("engine"));
        connection = new EngineConnection(scheduler, EngineAddress.of(relay.address()));
        keepMany();
        relay.cut();
    }

    /** Each request goes on when all have come: so no two of them can share a connection. */
    private void keepMany() throws InterruptedException {
        connection.session();
        CyclicBarrier all = new CyclicBarrier(KEPT);
        relay.holdRequests(() -> pass(all));
        List<Scheduler.Task> tasks = IntStream.range(0, KEPT)
                .mapToObj(i -> scheduler.start("asks", this::ask))
                .toList();
        for (Scheduler.Task task : tasks) {
            assertThat(task.join(LIMIT)).isTrue();
        }
        relay.holdRequests(() -> {});
    }

    private static void pass(CyclicBarrier all) {
        try {
            all.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ask() {
        connection.finish("ask", LIMIT, client -> client.infoCmd().exec());
    }

    @AfterEach
    void disconnect() {
        connection.close();
        relay.close();
        scheduler.close();
    }

    @Test
    void aQuestionIsAskedAgainOnANewOne() throws InterruptedException {
        assertThat(connection
                        .<Info>ask("ask", LIMIT, client -> client.infoCmd().exec())
                        .getServerVersion())
                .isNotEmpty();
    }

    @Test
    void nothingElseIsDoneTwiceAndTheNextCallHasANewOne() {
        assertThatThrownBy(() ->
                        connection.call("act", LIMIT, client -> client.infoCmd().exec()))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("Cannot act on Docker engine");

        assertThat(connection
                        .<Info>finish("act", LIMIT, client -> client.infoCmd().exec())
                        .getServerVersion())
                .isNotEmpty();
    }

    @Test
    void anEngineThatIsAwayIsAskedInVain() {
        relay.close();

        assertThatThrownBy(() ->
                        connection.ask("ask", LIMIT, client -> client.infoCmd().exec()))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
    }
}
