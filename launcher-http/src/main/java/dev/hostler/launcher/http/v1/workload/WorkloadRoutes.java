package dev.hostler.launcher.http.v1.workload;

import dev.hostler.api.Agent;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyResult;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.launcher.http.server.Access;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.server.Calls;
import dev.hostler.launcher.http.server.Dialect;
import dev.hostler.launcher.http.server.Route;
import dev.hostler.launcher.http.v1.wire.Parameters;
import dev.hostler.launcher.http.v1.wire.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of workloads. Thread-safe. */
public final class WorkloadRoutes {
    private static final String ALL = "/v1/workloads";
    private static final String ONE = "/v1/workloads/{id}";

    private final Agent agent;
    private final Owner owner;
    private final Calls calls;
    private final Dialect dialect;

    /** Makes routes to the workloads of an owner. */
    public WorkloadRoutes(Agent agent, Owner owner, Calls calls, Dialect dialect) {
        this.agent = agent;
        this.owner = owner;
        this.calls = calls;
        this.dialect = dialect;
    }

    /** Returns the routes. */
    public List<Route> routes() {
        return List.of(
                route("GET", ALL, this::list),
                route("PUT", ONE, this::apply),
                route("GET", ONE, this::get),
                route("DELETE", ONE, this::delete),
                route("GET", ONE + "/log", call -> WorkloadLog.answer(handle(call), call)),
                route("GET", ONE + "/actions", this::actions));
    }

    private Route route(String method, String path, Calls.Patient patient) {
        return new Route(method, path, Access.KEY, dialect, calls.endpoint(patient));
    }

    private Answer list(Call call) {
        Parameters.of(call);
        List<Workload> workloads = agent.workloads(owner);
        return Answer.json(
                200,
                Map.of("workloads", workloads.stream().map(WorkloadJson::of).toList()));
    }

    private Answer apply(Call call) {
        Parameters.of(call);
        ApplyResult result = agent.apply(owner, WishCodec.read(key(call).id(), call.body()));
        Values answer = new Values()
                .put("id", result.handle().key().id())
                .put("skipped", result.skipped())
                .put("revision", result.revision())
                .put("action", result.action())
                .put("workload", find(result.handle()).map(WorkloadJson::of));
        return Answer.json(result.skipped() ? 200 : 202, answer.map());
    }

    private Answer get(Call call) {
        Parameters.of(call);
        return Answer.json(200, WorkloadJson.of(handle(call).workload()));
    }

    private Answer delete(Call call) {
        boolean withData = Parameters.of(call, "data").truth("data");
        Optional<WorkloadHandle> handle = agent.workload(key(call));
        handle.ifPresent(there -> there.delete(withData));
        return handle.flatMap(WorkloadRoutes::find)
                .map(workload -> Answer.json(202, WorkloadJson.of(workload)))
                .orElseGet(() -> Answer.empty(204));
    }

    private Answer actions(Call call) {
        Parameters.of(call);
        return Answer.json(
                200,
                Map.of(
                        "actions",
                        handle(call).history().stream().map(WorkloadJson::of).toList()));
    }

    private WorkloadKey key(Call call) {
        return new WorkloadKey(owner, new WorkloadId(call.part("id")));
    }

    private WorkloadHandle handle(Call call) {
        WorkloadKey key = key(call);
        return agent.workload(key)
                .orElseThrow(() -> Failure.cannot(
                                ErrorCode.NOT_FOUND,
                                "find workload",
                                key.id().value(),
                                "there is none of this id",
                                "look at the list of workloads")
                        .toException());
    }

    /** Empty if somebody has deleted it in the meantime. */
    private static Optional<Workload> find(WorkloadHandle handle) {
        try {
            return Optional.of(handle.workload());
        } catch (AgentException gone) {
            if (gone.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw gone;
        }
    }
}
