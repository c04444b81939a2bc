package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.COMPLETED;
import static dev.hostler.api.workload.WorkloadPhase.FAILED;
import static dev.hostler.api.workload.WorkloadPhase.RUNNING;
import static dev.hostler.api.workload.WorkloadPhase.STOPPED;
import static dev.hostler.api.workload.WorkloadPhase.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.ApplyResult;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.HealthCheck;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Wishes, kept true by a whole agent on a host in memory. */
class WorkloadsTest extends FakeScenario {
    @Test
    void makesWhatIsWantedAndSaysSo() throws Exception {
        Workload web = settled(web(SPEC).revision("rev-1"));

        assertThat(web.status().phase()).as(web.status().message()).isEqualTo(RUNNING);
        assertThat(web.status().revisions().observed()).hasToString("Optional[rev-1]");
        assertThat(only().state()).isEqualTo(Instance.State.RUNNING);
        assertThat(agent.actions(Owner.EMBEDDER))
                .extracting(WorkloadAction::kind, WorkloadAction::state)
                .containsExactly(tuple(WorkloadAction.Kind.APPLY, WorkloadAction.State.COMPLETED));
    }

    @Test
    void tellsTheNewestActionsAndThoseOfOneWorkloadWhenAskedForThem() throws Exception {
        settled(web(SPEC).revision("rev-1"));
        agent.apply(ApplyWorkload.of("web.2", other().toBuilder().port(81, 80).build()))
                .handle()
                .awaitSettled(LONG);
        settled(web(other()).revision("rev-2"));

        assertThat(agent.actions(ActionQuery.of(Owner.EMBEDDER)))
                .extracting(action -> action.workload().id().value())
                .containsExactly("web", "web.2", "web");
        assertThat(agent.actions(ActionQuery.of(Owner.EMBEDDER).last(2)))
                .extracting(action -> action.workload().id().value())
                .containsExactly("web.2", "web");
        assertThat(agent.actions(ActionQuery.of(WEB)))
                .hasSize(2)
                .isEqualTo(agent.workload(WEB).orElseThrow().history());
        assertThat(agent.actions(ActionQuery.of(WEB).last(1)))
                .containsExactly(agent.actions(Owner.EMBEDDER).get(2));
        assertThat(agent.actions(ActionQuery.of(new Owner("somebody")))).isEmpty();
        assertThatThrownBy(() -> ActionQuery.of(WEB).last(-1)).hasMessageContaining("last");
    }

    @Test
    void skipsWhatIsWantedAlready() throws Exception {
        settled(web(SPEC));

        assertThat(agent.apply(web(SPEC)).skipped()).isTrue();
        assertThat(host.made()).isEqualTo(1);
    }

    @Test
    void twentyCallersWithOneWishGetOneInstance() throws Exception {
        List<CompletableFuture<ApplyResult>> calls = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> agent.apply(web(SPEC))))
                .toList();
        for (CompletableFuture<ApplyResult> call : calls) {
            call.get().handle().awaitSettled(LONG);
        }

        assertThat(calls.stream().filter(call -> !call.join().skipped())).hasSize(1);
        assertThat(host.made()).isEqualTo(1);
        assertThat(only().state()).isEqualTo(Instance.State.RUNNING);
    }

    @Test
    void stopsAndStartsTheSameInstance() throws Exception {
        settled(web(SPEC));
        Instance first = only();

        assertThat(settled(web(SPEC).desired(DesiredState.STOPPED)).status().phase())
                .isEqualTo(STOPPED);
        assertThat(settled(web(SPEC)).status().phase()).isEqualTo(RUNNING);

        assertThat(only().handle()).isEqualTo(first.handle());
        assertThat(host.made()).isEqualTo(1);
    }

    @Test
    void bringsBackWhatIsKilledOrRemovedBehindItsBack() throws Exception {
        settled(web(SPEC));

        host.kill(only().handle(), 137);
        await().atMost(LONG).until(() -> host.started() == 2);
        awaitPhase(RUNNING);
        host.removeBehindTheBack(only().handle());
        await().atMost(LONG).until(() -> host.made() == 2 && host.started() == 3);
        awaitPhase(RUNNING);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(agent.actions(Owner.EMBEDDER))
                        .extracting(WorkloadAction::kind)
                        .containsExactly(
                                WorkloadAction.Kind.APPLY, WorkloadAction.Kind.RESTORE, WorkloadAction.Kind.RESTORE));
    }

    @Test
    void leavesWhatIsDoneAlone() throws Exception {
        settled(web(SPEC.toBuilder().restart(RestartPolicy.no()).build()));

        host.kill(only().handle(), 0);
        awaitPhase(COMPLETED);
        host.removeBehindTheBack(only().handle());
        agent.close();
        start();

        awaitPhase(COMPLETED);
        assertThat(host.started()).isEqualTo(1);
    }

    @Test
    void givesUpAndTriesAnewWhenItIsAppliedAgain() throws Exception {
        ContainerSpec once =
                SPEC.toBuilder().restart(RestartPolicy.onFailure(1)).build();
        settled(web(once));
        host.kill(only().handle(), 1);
        await().atMost(LONG).until(() -> host.started() == 2);
        host.kill(only().handle(), 1);

        await().atMost(LONG).until(() -> now().status().gaveUp());
        assertThat(now().status().phase()).isEqualTo(FAILED);
        assertThat(now().status().failure().orElseThrow().code()).isEqualTo(ErrorCode.EXITED);

        assertThat(agent.apply(web(once)).skipped()).isFalse();
        await().atMost(LONG).until(() -> host.started() == 3);
        awaitPhase(RUNNING);
    }

    @Test
    void changesNothingWhileTheHostCantBeAsked() throws Exception {
        settled(web(SPEC));
        Instance before = only();

        host.reachable(false);
        awaitPhase(UNKNOWN);
        ApplyWorkload wish =
                ApplyWorkload.of("later", ContainerSpec.builder("a").build());
        WorkloadHandle later = agent.apply(wish).handle();
        host.reachable(true);

        assertThat(later.awaitSettled(LONG).status().phase()).isEqualTo(RUNNING);
        awaitPhase(RUNNING);
        assertThat(only()).isEqualTo(before);
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        settled(web(SPEC));
        Instance before = only();
        agent.close();
        host.kill(before.handle(), 1);

        start();

        awaitPhase(RUNNING);
        assertThat(only().handle()).isEqualTo(before.handle());
        assertThat(host.started()).isEqualTo(2);
        assertThat(agent.apply(web(SPEC)).skipped()).isTrue();
    }

    @Test
    void leavesAloneWhatALostStoreHasForgottenUntilItIsAppliedAgain() throws Exception {
        settled(web(SPEC).revision("1"));
        Instance before = only();

        restartWithoutItsStore();

        assertThat(agent.workloads(Owner.EMBEDDER)).hasSize(1);
        assertThat(only()).isEqualTo(before);
        assertThat(settled(web(SPEC).revision("1")).status().phase()).isEqualTo(RUNNING);
        assertThat(only()).isEqualTo(before);
        assertThat(host.made()).isEqualTo(1);
    }

    @Test
    void deletesForGood() throws Exception {
        WorkloadHandle web = agent.apply(web(SPEC)).handle();
        web.awaitSettled(LONG);

        web.delete(false);

        assertThat(web.awaitGone(LONG)).isTrue();
        assertThat(host.all()).isEmpty();
        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
        await().atMost(LONG).until(() -> agent.workload(WEB).isEmpty());
        web.delete(false);
        assertThatThrownBy(web::workload).hasMessageContaining("'embedder/web'");
        assertThat(settled(web(SPEC)).status().phase()).isEqualTo(RUNNING);
    }

    @Test
    void deletesWhatIsInQuarantine() throws Exception {
        settled(web(SPEC));
        restartWithoutItsStore();

        agent.workload(WEB).orElseThrow().delete(false);

        await().atMost(LONG).until(() -> host.all().isEmpty());
        await().atMost(LONG).until(() -> agent.workload(WEB).isEmpty());
    }

    @Test
    void refusesBadWishesAndStoresNothing() {
        ContainerSpec asking = SPEC.toBuilder()
                .health(HealthCheck.of(new HealthCheck.Exec(List.of("true"))))
                .build();
        assertRefused(ErrorCode.INVALID_INPUT, "workload id", () -> agent.apply(ApplyWorkload.of("../../etc", SPEC)));
        assertRefused(
                ErrorCode.INVALID_INPUT, "revision", () -> agent.apply(web(SPEC).revision("a\nb")));
        assertRefused(ErrorCode.INVALID_INPUT, "health", () -> agent.apply(web(asking)));
        agent.drain();
        assertRefused(ErrorCode.NOT_ACCEPTING, "web", () -> agent.apply(web(SPEC)));
        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
    }

    @Test
    void ownersSeeTheirOwnOnly() throws Exception {
        Owner other = new Owner("door");
        settled(web(SPEC));

        assertThat(agent.workloads(other)).isEmpty();
        ApplyResult theirs = agent.apply(other, web(ContainerSpec.builder("a").build()));
        assertThat(theirs.handle().awaitSettled(LONG).status().phase()).isEqualTo(RUNNING);
        assertThat(agent.workloads(other)).hasSize(1);
    }
}
