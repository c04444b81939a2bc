package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.state.WorkloadCommit;
import dev.hostler.engine.testing.MemoryDirectory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents that die at each side of each write and of each act on the host, and the next one that goes on. */
class WorkloadDeathTest {
    private static final ContainerSpec BESIDE = ContainerSpec.builder("a").build();
    private static final ContainerSpec IN_TURN =
            ContainerSpec.builder("a").port(80, 80).build();

    /** What each workload is in the end; the one that is missing here is deleted. */
    private static final Map<String, ContainerSpec> WANTED = Map.of(
            "beside", BESIDE.toBuilder().image("b").build(),
            "turn", IN_TURN.toBuilder().image("b").build(),
            "place",
                    BESIDE.toBuilder()
                            .limits(ContainerLimits.NONE.withMemory(64 << 20))
                            .build(),
            "new", BESIDE);

    private final MemoryDirectory directory = new MemoryDirectory();
    private final FakeWorld world = new FakeWorld(directory.resolve("data"), UnaryOperator.identity());
    private int deaths;

    @AfterEach
    void close() {
        world.close();
        directory.close();
    }

    static Stream<String> places() {
        Stream<String> writes = Arrays.stream(WorkloadCommit.values())
                .flatMap(point -> Stream.of(MortalStore.before(point), MortalStore.after(point)));
        Stream<String> acts = MortalRuntime.ACTS.stream().flatMap(act -> Stream.of("before " + act, "after " + act));
        return Stream.concat(writes, acts);
    }

    @ParameterizedTest
    @MethodSource("places")
    void noWishIsLostAndNothingIsMadeTwiceWhereverTheAgentDies(String place) throws InterruptedException {
        apply(Map.of("beside", BESIDE, "turn", IN_TURN, "place", BESIDE, "old", BESIDE));
        assertThat(world.made()).isEqualTo(4);

        world.life().endAt(place);
        delete("old");
        apply(WANTED);

        assertThat(deaths).as("deaths").isEqualTo(1);
        assertThat(world.made()).as("instances made, ever").isEqualTo(7);
        assertThat(world.agent().workloads(Owner.EMBEDDER))
                .extracting(workload -> workload.key().id().value())
                .containsExactlyInAnyOrderElementsOf(WANTED.keySet());
        assertThat(world.instances())
                .hasSameSizeAs(WANTED.keySet())
                .allMatch(instance -> instance.state() == Instance.State.RUNNING);
    }

    @Test
    void whatADeadAgentHasLeftInTheMiddleDoesNotStandInANewerWishesWay() throws InterruptedException {
        apply(Map.of("turn", IN_TURN));
        world.life().endAt("after start");
        world.agent()
                .apply(ApplyWorkload.of("turn", IN_TURN.toBuilder().image("b").build()));
        world.awaitRest(() -> world.life().isOver() ? Optional.empty() : Optional.of("the agent lives"));
        world.reachable(false);
        world.revive();
        world.agent()
                .apply(ApplyWorkload.of("turn", IN_TURN.toBuilder().image("c").build()));

        world.reachable(true);

        world.awaitRest(() -> trouble("turn"));
        assertThat(world.instances()).hasSize(1);
        assertThat(world.made()).isEqualTo(3);
    }

    private void apply(Map<String, ContainerSpec> wishes) throws InterruptedException {
        wishes.forEach((id, spec) -> call(() -> world.agent().apply(ApplyWorkload.of(id, spec))));
        world.awaitRest(() -> {
            revive();
            return wishes.keySet().stream()
                    .map(this::trouble)
                    .flatMap(Optional::stream)
                    .findFirst();
        });
    }

    private void delete(String id) throws InterruptedException {
        call(() -> world.agent().workload(key(id)).ifPresent(handle -> handle.delete(false)));
        world.awaitRest(() -> {
            revive();
            return world.agent().workload(key(id)).map(handle -> id + " is still there");
        });
    }

    /** What an agent that dies has not answered is asked again of the next one. */
    private void call(Runnable request) {
        try {
            request.run();
        } catch (AgentException unanswered) {
            assertThat(revive()).as(unanswered.getMessage()).isTrue();
            request.run();
        }
    }

    private boolean revive() {
        boolean died = world.life().isOver();
        if (died) {
            deaths++;
            world.revive();
        }
        return died;
    }

    private Optional<String> trouble(String id) {
        Optional<Workload> now = world.agent().workload(key(id)).map(WorkloadHandle::workload);
        List<Instance> there = world.instances(key(id));
        boolean well = there.size() == 1
                && now.filter(workload -> workload.status().phase() == WorkloadPhase.RUNNING
                                && workload.status()
                                        .revisions()
                                        .observed()
                                        .equals(workload.status().revisions().wanted()))
                        .isPresent();
        return well ? Optional.empty() : Optional.of(id + " is " + now + " with " + there);
    }

    private static WorkloadKey key(String id) {
        return new WorkloadKey(Owner.EMBEDDER, new WorkloadId(id));
    }
}
