package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.COMPLETED;
import static dev.hostler.api.workload.WorkloadPhase.FAILED;
import static dev.hostler.api.workload.WorkloadPhase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import org.junit.jupiter.api.Test;

/** What a new revision of a wish changes, on a host in memory. */
class RevisionsTest extends FakeScenario {
    @Test
    void bringsANewRevisionInTheOldOnesPlace() throws Exception {
        settled(web(SPEC).revision("1"));
        Instance old = only();

        Workload web = settled(web(other()).revision("2"));

        assertThat(web.status().phase()).as(web.status().message()).isEqualTo(RUNNING);
        assertThat(only().handle()).isNotEqualTo(old.handle());
        assertThat(only().name().revision()).hasToString("2");
    }

    @Test
    void changesInPlaceWhatCanBe() throws Exception {
        settled(web(SPEC));
        Instance old = only();

        ContainerLimits smaller = ContainerLimits.NONE.withMemory(64 << 20);
        Workload web = settled(web(SPEC.toBuilder().limits(smaller).build()));

        assertThat(web.status().phase()).isEqualTo(RUNNING);
        assertThat(only().handle()).isEqualTo(old.handle());
        assertThat(host.started()).isEqualTo(1);
    }

    @Test
    void keepsTheOldOneWhileTheNewImageIsMissing() throws Exception {
        host.missing("b", true);
        settled(web(SPEC).revision("1"));
        Instance old = only();

        Workload web = settled(web(other()).revision("2"));

        assertThat(web.status().phase()).isEqualTo(FAILED);
        assertThat(web.status().failure().orElseThrow().code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND);
        assertThat(web.status().revisions().wanted()).hasToString("Optional[2]");
        assertThat(web.status().revisions().observed()).hasToString("Optional[1]");
        assertThat(only()).isEqualTo(old);

        host.missing("b", false);
        awaitPhase(RUNNING);
        assertThat(only().name().revision()).hasToString("2");
    }

    @Test
    void keepsTheOldOneUpWhileTheNewImageIsMissing() throws Exception {
        host.missing("b", true);
        settled(web(SPEC).revision("1"));
        Instance old = only();
        settled(web(other()).revision("2"));

        host.kill(old.handle(), 1);
        await().atMost(LONG).until(() -> host.started() == 2);
        agent.close();
        host.kill(old.handle(), 1);
        start();
        await().atMost(LONG).until(() -> host.started() == 3);

        assertThat(only().handle()).isEqualTo(old.handle());
        assertThat(now().status().revisions().observed()).hasToString("Optional[1]");
        awaitPhase(FAILED);
        host.missing("b", false);
        awaitPhase(RUNNING);
        assertThat(only().name().revision()).hasToString("2");
    }

    @Test
    void leavesTheOldOneStoppedWhileTheNewImageIsMissing() throws Exception {
        host.missing("b", true);
        settled(web(SPEC).revision("1"));
        settled(web(SPEC).revision("1").desired(DesiredState.STOPPED));

        Workload web = settled(web(other()).revision("2"));

        assertThat(web.status().failure().orElseThrow().code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND);
        await().atMost(LONG).until(() -> now().status().restarts() > 1);
        assertThat(host.started()).isEqualTo(1);
    }

    @Test
    void startsWhatWasStoppedAlsoWhenTheNewRevisionNeedsNothingElse() throws Exception {
        settled(web(SPEC).desired(DesiredState.STOPPED));

        Workload web = settled(
                web(SPEC.toBuilder().restart(RestartPolicy.no()).build()).revision("2"));

        assertThat(web.status().phase()).as(web.status().message()).isEqualTo(RUNNING);
        assertThat(only().state()).isEqualTo(Instance.State.RUNNING);
        assertThat(host.made()).isEqualTo(1);
    }

    @Test
    void saysThatAWishIsMetThatNeedsNothing() throws Exception {
        ContainerSpec once = SPEC.toBuilder().restart(RestartPolicy.no()).build();
        settled(web(once));
        host.kill(only().handle(), 0);
        awaitPhase(COMPLETED);

        settled(web(once).desired(DesiredState.STOPPED));

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(agent.actions(Owner.EMBEDDER))
                        .extracting(WorkloadAction::kind, WorkloadAction::state)
                        .containsOnly(tuple(WorkloadAction.Kind.APPLY, WorkloadAction.State.COMPLETED)));
    }

    @Test
    void refusesOneRevisionForTwoSpecs() throws Exception {
        settled(web(SPEC).revision("1"));

        assertThatThrownBy(() -> agent.apply(web(other()).revision("1")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(host.made()).isEqualTo(1);
    }
}
