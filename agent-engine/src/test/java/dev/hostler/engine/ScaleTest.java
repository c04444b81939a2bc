package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.hostler.engine.bench.KeptContainers;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is promised of an agent with 200 containers. Prints the figures; see {@code bench.Scale}. */
@Tag("faults")
class ScaleTest {
    private static final int MANY = 200;
    private static final int FEW = 5;

    /** Long enough for one look without cause. */
    private static final Duration IDLE = Duration.ofSeconds(35);

    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private final DockerHost docker = DockerHost.require();

    @TempDir
    Path directory;

    @AfterEach
    void leave() {
        docker.close();
    }

    @Test
    void manyContainersCostLittle() throws Exception {
        KeptContainers.Idleness ofFew = idlenessOfFew();
        try (KeptContainers many = KeptContainers.make(MANY, directory)) {
            KeptContainers.Idleness ofMany = many.idle(IDLE);
            KeptContainers.Times list = many.list();
            KeptContainers.Times health = many.health();
            long memory = many.mostMemory();
            Map<String, String> before = starts(many.agentId());
            Duration recovered = many.recover();

            System.out.printf("%d containers made in %d s%n", MANY, many.made().toSeconds());
            System.out.printf(
                    "idle for %d s: %d calls with %d, %d with %d%n",
                    IDLE.toSeconds(),
                    ofFew.requests().size(),
                    FEW,
                    ofMany.requests().size(),
                    MANY);
            System.out.printf("list %s%nhealth %s%n", list, health);
            System.out.printf(
                    "at most %d MiB; recovered in %d ms, %d MiB then%n", memory, recovered.toMillis(), many.memory());

            for (KeptContainers.Idleness idleness : List.of(ofFew, ofMany)) {
                assertThat(idleness.requests()).hasSizeBetween(1, 2).allMatch(one -> one.contains("/containers/json?"));
                assertThat(idleness.wrote()).isFalse();
            }
            assertThat(starts(many.agentId()))
                    .as("nothing was touched")
                    .isEqualTo(before)
                    .hasSize(MANY);
            assertThat(list.median()).isLessThan(Duration.ofMillis(100));
            assertThat(health.median()).isLessThan(Duration.ofMillis(100));
            assertThat(memory).isLessThanOrEqualTo(200);
            assertThat(recovered).isLessThan(RECOVERY);
            many.delete();
            assertThat(docker.containers("dev.hostler.agent", many.agentId())).isEmpty();
        }
    }

    private KeptContainers.Idleness idlenessOfFew() throws IOException {
        try (KeptContainers few = KeptContainers.make(FEW, directory)) {
            KeptContainers.Idleness idleness = few.idle(IDLE);
            few.delete();
            return idleness;
        }
    }

    /** When each container was started. */
    private Map<String, String> starts(String agentId) {
        return docker.containers("dev.hostler.agent", agentId).stream()
                .map(Container::getId)
                .collect(Collectors.toMap(
                        id -> id,
                        id -> docker.client()
                                .inspectContainerCmd(id)
                                .exec()
                                .getState()
                                .getStartedAt()));
    }
}
