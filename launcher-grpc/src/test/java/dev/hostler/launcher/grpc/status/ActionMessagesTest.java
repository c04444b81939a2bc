package dev.hostler.launcher.grpc.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.launcher.grpc.proto.agent.ListActionsRequest;
import org.junit.jupiter.api.Test;

class ActionMessagesTest {
    private static final Owner OWNER = new Owner("grpc");

    private static ActionQuery query(ListActionsRequest.Builder request) {
        return ActionMessages.query(OWNER, request.build());
    }

    private static ListActionsRequest.Builder newest(int limit) {
        return ListActionsRequest.newBuilder().setNewestFirst(true).setLimit(limit);
    }

    @Test
    void noMoreIsLookedAtThanIsAskedForWhereThatCanBeTold() {
        ActionQuery web = ActionQuery.of(new WorkloadKey(OWNER, new WorkloadId("web")));

        assertThat(query(newest(20))).isEqualTo(ActionQuery.of(OWNER).last(20));
        assertThat(query(newest(20).setWorkloadId(" web "))).isEqualTo(web.last(20));
        assertThat(query(newest(0).setWorkloadId("web"))).isEqualTo(web);
    }

    @Test
    void whatIsSiftedOrTheOldestIsLookedForAmongAll() {
        assertThat(query(newest(20).setNewestFirst(false))).isEqualTo(ActionQuery.of(OWNER));
        assertThat(query(newest(20).setStatus("failed"))).isEqualTo(ActionQuery.of(OWNER));
        assertThat(query(newest(20).setActionType("reconcile"))).isEqualTo(ActionQuery.of(OWNER));
    }
}
