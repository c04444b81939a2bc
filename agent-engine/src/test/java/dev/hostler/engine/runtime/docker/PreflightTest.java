package dev.hostler.engine.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.EngineRelay;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a wish costs the engine before it is stored: nothing, unless the engine has to say something. */
class PreflightTest extends ContainerTest {
    private final AtomicInteger told = new AtomicInteger();
    private final WorkloadKey web = key("web");
    private final String name = AGENT + "-web";

    @TempDir
    Path directory;

    private EngineRelay relay;
    private WorkloadRuntime watching;

    @BeforeEach
    void watch() throws Exception {
        relay = EngineRelay.at(directory.resolve("s"));
        watching = bench.runtime(AGENT, Map.of("host", relay.address()));
        watching.watch(told::incrementAndGet);
        await().atMost(LIMIT).until(() -> told.get() > 0);
        awaitKnown();
    }

    @AfterEach
    void close() throws Exception {
        bench
                .docker()
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withNameFilter(List.of("^/" + name))
                .exec()
                .stream()
                .map(container -> container.getId())
                .forEach(this::remove);
        watching.close();
        relay.close();
    }

    private ContainerSpec.Builder spec() {
        return ContainerBench.forever().containerName(name);
    }

    private List<Failure> look(ContainerSpec spec) throws InterruptedException {
        return watching.preflight(web, spec);
    }

    /** The first looks after a stream has begun ask; those that follow do not. */
    private void awaitKnown() {
        await().atMost(LIMIT).until(() -> requestsOf(spec().build()) == 0);
    }

    private int requestsOf(ContainerSpec spec) throws InterruptedException {
        int before = relay.requests().size();
        assertThat(look(spec)).isEmpty();
        return relay.requests().size() - before;
    }

    private String foreign(String called) {
        return bench.docker()
                .client()
                .createContainerCmd(DockerHost.IMAGE)
                .withName(called)
                .withCmd("true")
                .exec()
                .getId();
    }

    private void remove(String id) {
        bench.docker().client().removeContainerCmd(id).withForce(true).exec();
    }

    private void awaitTaken() {
        await().atMost(LIMIT).until(() -> !look(spec().build()).isEmpty());
    }

    @Test
    void aNameThatSomebodyTakesLaterIsFoundAndSoIsThatItIsFreeAgain() throws Exception {
        int before = told.get();
        String other = foreign(name);
        awaitTaken();
        assertThat(look(spec().build())).extracting(Failure::code).containsExactly(ErrorCode.CONFLICT);

        bench.docker()
                .client()
                .renameContainerCmd(other)
                .withName(name + "-away")
                .exec();
        assertThat(look(spec().build())).as("asked, since it was taken").isEmpty();
        awaitKnown();
        bench.docker().client().renameContainerCmd(other).withName(name).exec();
        awaitTaken();
        remove(other);
        assertThat(look(spec().build())).isEmpty();

        awaitKnown();
        assertThat(told).as("looks for the sake of others").hasValue(before);
    }

    @Test
    void aFreePortCostsNothingAndATakenOneIsNamed() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
            assertThat(look(published(port))).extracting(Failure::code).containsExactly(ErrorCode.PORT_IN_USE);
        }
        assertThat(requestsOf(published(port))).isZero();
    }

    private ContainerSpec published(int port) {
        return spec().network(NetworkMode.BRIDGE)
                .port(PortMapping.tcp(port, 80))
                .build();
    }

    @Test
    void aPathThatIsNotThereIsNamedAllTheSame() throws Exception {
        assertThat(look(spec().volume("/not/there", "/data").build()))
                .extracting(Failure::code)
                .containsExactly(ErrorCode.INVALID_INPUT);
    }

    @Test
    void withoutTheStreamTheEngineIsAskedAgain() throws Exception {
        relay.close();
        String other = foreign(name);
        relay = EngineRelay.at(directory.resolve("s"));
        awaitTaken();
        remove(other);
        awaitKnown();
    }
}
