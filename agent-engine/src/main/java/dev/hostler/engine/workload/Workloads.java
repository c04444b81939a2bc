package dev.hostler.engine.workload;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.ApplyResult;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.admission.WorkloadAdmission;
import dev.hostler.engine.event.EventLog;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.health.Terms;
import dev.hostler.engine.metric.Metrics;
import dev.hostler.engine.state.SpecDigest;
import dev.hostler.engine.state.WorkloadCommit;
import dev.hostler.engine.state.WorkloadRecord;
import dev.hostler.engine.state.WorkloadStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All workloads of the agent: accepts wishes, and hands each to its lane. Thread-safe. */
public final class Workloads {
    private static final Logger LOG = LoggerFactory.getLogger(Workloads.class);
    private static final Duration LET_GO = Duration.ofSeconds(10);

    private final WorkloadRooms rooms;
    private final WorkloadAdmission admission;
    private final Map<String, RuntimeView> views = new LinkedHashMap<>();
    private final Map<WorkloadKey, WorkloadLane> lanes = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean accepting = true;

    /**
     * Creates the room; nothing is looked at before {@link #recover}.
     *
     * @param runtimes by id
     * @param lookInterval how often a runtime is looked at that tells of no change
     */
    public Workloads(
            WorkloadStore store,
            EventLog events,
            Metrics metrics,
            Scheduler scheduler,
            WorkloadAdmission admission,
            Map<String, WorkloadRuntime> runtimes,
            Duration lookInterval,
            FaultListener faults) {
        this.rooms = new WorkloadRooms(
                store, events, metrics, scheduler, lookInterval, new AtomicLong(store.lastAction()), faults);
        this.admission = admission;
        runtimes.forEach((id, runtime) -> views.put(
                id, new RuntimeView(id, runtime, rooms, this::terms, (before, now) -> seen(runtime, before, now))));
    }

    /**
     * Takes up what an earlier agent has accepted: reads the store, looks at each runtime once, and goes on. An agent that
     * has no workloads asks no runtime before somebody applies or looks for one.
     */
    public void recover() {
        for (WorkloadRecord record : rooms.store().all()) {
            lane(record);
        }
        if (!lanes.isEmpty()) {
            lookAtRuntimes();
        }
    }

    private void lookAtRuntimes() {
        if (looking.compareAndSet(false, true)) {
            views.forEach((id, view) -> rooms.scheduler().start("hostler-look-" + id, () -> open(view)));
        }
    }

    private static void open(RuntimeView view) {
        try {
            view.open();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** An instance of the wanted spec is asked by its terms, and one of the spec before by those. */
    private Optional<Terms> terms(Instance instance) {
        return Optional.ofNullable(lanes.get(instance.name().workload()))
                .map(WorkloadLane::record)
                .flatMap(record ->
                        record.specOf(instance.handle().value(), instance.name().digest()))
                .flatMap(WorkloadSpec::health)
                .map(check -> new Terms(check, instance.address()));
    }

    /** A workload is woken when something of it is other than before, and all of a runtime are when that comes back. */
    private void seen(WorkloadRuntime runtime, Sight before, Sight now) {
        // First: what is woken may be gone before this ends.
        reportStrangers(before, now);
        boolean all = before.trouble().isPresent() || now.trouble().isPresent();
        Set<WorkloadKey> keys = new HashSet<>(before.keys());
        keys.addAll(now.keys());
        if (all) {
            lanes.values().stream()
                    .filter(lane -> lane.isOn(runtime))
                    .map(WorkloadLane::key)
                    .forEach(keys::add);
        }
        for (WorkloadKey key : keys) {
            WorkloadLane lane = lanes.get(key);
            if (lane != null && (all || !before.of(key).equals(now.of(key)))) {
                lane.wake();
            }
        }
    }

    private void reportStrangers(Sight before, Sight now) {
        for (WorkloadKey key : now.keys()) {
            if (!lanes.containsKey(key) && !before.keys().contains(key)) {
                LOG.warn(
                        "Workload {} is on the host, and nobody wants it: it is left as it is; apply or delete it",
                        key);
            }
        }
    }

    /** Accepts a wish; see {@code Agent.apply}. */
    public ApplyResult apply(Owner owner, ApplyWorkload wish) {
        requireAccepting(wish);
        WorkloadKey key = new WorkloadKey(owner, wish.id());
        WorkloadSpec spec = admission.normalise(wish);
        String digest = SpecDigest.of(spec);
        Wish wanted = new Wish(key, spec, wish.revision().orElse(new Revision(digest)), digest, wish.desired());
        WorkloadLane known = lanes.get(key);
        if (known != null && wanted.isMetBy(known.record())) {
            return result(known.record(), true);
        }
        admission.admit(key, spec, view(spec).runtime());
        WishEdit edit = new WishEdit(wanted, rooms.scheduler().now(), rooms.actions());
        WorkloadRecord stored =
                rooms.store().change(WorkloadCommit.WISHED, key, edit).orElseThrow();
        lookAtRuntimes();
        handOver(stored);
        return result(stored, edit.skipped());
    }

    private void handOver(WorkloadRecord stored) {
        boolean taken = false;
        while (!taken) {
            WorkloadLane lane =
                    lanes.compute(stored.key(), (key, old) -> old == null || old.isGone() ? newLane(stored) : old);
            taken = lane.wish(stored);
            lane.wake();
        }
    }

    private WorkloadLane lane(WorkloadRecord record) {
        return lanes.computeIfAbsent(record.key(), key -> newLane(record));
    }

    private WorkloadLane newLane(WorkloadRecord record) {
        return new WorkloadLane(rooms, view(record.spec()), record, () -> dropGone(record.key()));
    }

    private void dropGone(WorkloadKey key) {
        lanes.computeIfPresent(key, (same, lane) -> lane.isGone() ? null : lane);
    }

    private RuntimeView view(WorkloadSpec spec) {
        String runtime = admission.runtimeOf(spec);
        RuntimeView view = views.get(runtime);
        if (view == null) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "use runtime",
                            runtime,
                            "runtime not available for type: " + spec.kind(),
                            "apply it on another host, or enable the runtime " + runtime + " here")
                    .toException();
        }
        return view;
    }

    private ApplyResult result(WorkloadRecord record, boolean skipped) {
        return new ApplyResult(new LiveWorkload(this, record.key()), record.revision(), skipped, record.action());
    }

    /** Returns a hold on a workload, also on one in quarantine. */
    public Optional<WorkloadHandle> find(WorkloadKey key) {
        lookAtRuntimes();
        return lane(key).isPresent() || stranger(key).isPresent()
                ? Optional.of(new LiveWorkload(this, key))
                : Optional.empty();
    }

    /** Returns an owner's workloads as they are now, in the order of their ids. */
    public List<Workload> list(Owner owner) {
        lookAtRuntimes();
        List<Workload> all = new ArrayList<>();
        lanes.values().stream()
                .filter(lane -> !lane.isGone() && lane.key().owner().equals(owner))
                .map(WorkloadLane::workload)
                .forEach(all::add);
        views.values().stream()
                .flatMap(view -> view.sight().keys().stream())
                .filter(key -> key.owner().equals(owner) && !lanes.containsKey(key))
                .flatMap(key -> stranger(key).stream())
                .map(Stranger::workload)
                .forEach(all::add);
        all.sort(Comparator.comparing(workload -> workload.key().id().value()));
        return all;
    }

    /** Returns what was done, oldest first. */
    public List<WorkloadAction> actions(ActionQuery query) {
        return rooms.store().actions(query);
    }

    Optional<WorkloadLane> lane(WorkloadKey key) {
        return Optional.ofNullable(lanes.get(key)).filter(lane -> !lane.isGone());
    }

    Optional<Stranger> stranger(WorkloadKey key) {
        return views.entrySet().stream()
                .filter(view -> view.getValue().sight().keys().contains(key))
                .findFirst()
                .flatMap(view -> view.getValue()
                        .sight()
                        .of(key)
                        .map(there -> new Stranger(
                                key,
                                admission.kindOn(view.getKey()),
                                there,
                                rooms.scheduler().now())));
    }

    /** The runtime that a workload, or what is left of one, is on. */
    Optional<WorkloadRuntime> runtimeWith(WorkloadKey key) {
        return views.values().stream()
                .filter(view -> view.sight().keys().contains(key))
                .map(RuntimeView::runtime)
                .findFirst();
    }

    Optional<List<Instance>> instances(WorkloadKey key) {
        return views.values().stream()
                .map(RuntimeView::sight)
                .filter(sight -> sight.keys().contains(key))
                .findFirst()
                .flatMap(sight -> sight.of(key));
    }

    /** Stores that a workload is to go. */
    void delete(WorkloadKey key, boolean withData) {
        Optional<WorkloadLane> lane = lane(key);
        Optional<Stranger> stranger = lane.isPresent() ? Optional.empty() : stranger(key);
        if (lane.isEmpty() && stranger.isEmpty()) {
            return;
        }
        DeleteEdit edit = new DeleteEdit(key, withData, rooms.scheduler().now(), rooms.actions(), stranger);
        rooms.store().change(WorkloadCommit.WISHED, key, edit).ifPresent(this::handOver);
    }

    /** Returns what takes the fingerprint of each runtime, by its id. */
    public Map<String, Supplier<Fingerprint>> fingerprints() {
        Map<String, Supplier<Fingerprint>> all = new LinkedHashMap<>();
        views.forEach((id, view) -> all.put(id, view.runtime()::fingerprint));
        return all;
    }

    /** Returns how many workloads are kept. */
    public int count() {
        return lanes.size();
    }

    /** Takes no new wishes from now on. */
    public void drain() {
        accepting = false;
    }

    /** Lets go of every workload; all stay as they are. */
    public void detach() throws InterruptedException {
        for (WorkloadLane lane : lanes.values()) {
            if (!lane.close(LET_GO)) {
                LOG.warn("Workload {} could not be let go of in {} s", lane.key(), LET_GO.toSeconds());
            }
        }
        views.values().forEach(RuntimeView::close);
    }

    private void requireAccepting(ApplyWorkload wish) {
        if (!accepting) {
            throw Failure.cannot(
                            ErrorCode.NOT_ACCEPTING,
                            "apply workload",
                            wish.id().value(),
                            "the agent takes no new work",
                            "apply it on another agent, or after a restart")
                    .toException();
        }
    }
}
