package dev.hostler.engine;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig.OnClose;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.node.AgentHealth;
import dev.hostler.api.node.Leftover;
import dev.hostler.api.node.NodeInfo;
import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.ApplyResult;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.event.EventLog;
import dev.hostler.engine.janitor.Janitor;
import dev.hostler.engine.job.Jobs;
import dev.hostler.engine.node.Fingerprints;
import dev.hostler.engine.node.Node;
import dev.hostler.engine.workload.Workloads;
import java.util.List;
import java.util.Optional;

/** The agent that an application holds: hands every call to the room in charge. Thread-safe. */
final class DefaultAgent implements Agent {
    private final Jobs jobs;
    private final Workloads workloads;
    private final EventLog events;
    private final Fingerprints executors;
    private final Fingerprints runtimes;
    private final Node node;
    private final Janitor janitor;
    private final OnClose onClose;
    private final ClosingStack closing;

    DefaultAgent(
            Jobs jobs,
            Workloads workloads,
            EventLog events,
            Fingerprints executors,
            Fingerprints runtimes,
            Node node,
            Janitor janitor,
            OnClose onClose,
            ClosingStack closing) {
        this.jobs = jobs;
        this.workloads = workloads;
        this.events = events;
        this.executors = executors;
        this.runtimes = runtimes;
        this.node = node;
        this.janitor = janitor;
        this.onClose = onClose;
        this.closing = closing;
    }

    @Override
    public JobHandle submit(Owner owner, JobSpec job) {
        return jobs.submit(owner, job);
    }

    @Override
    public Optional<JobHandle> job(JobKey key) {
        return jobs.find(key);
    }

    @Override
    public List<JobHandle> jobs(Owner owner) {
        return jobs.list(owner);
    }

    @Override
    public ApplyResult apply(Owner owner, ApplyWorkload wish) {
        return workloads.apply(owner, wish);
    }

    @Override
    public Optional<WorkloadHandle> workload(WorkloadKey key) {
        return workloads.find(key);
    }

    @Override
    public List<Workload> workloads(Owner owner) {
        return workloads.list(owner);
    }

    @Override
    public List<WorkloadAction> actions(Owner owner) {
        return actions(ActionQuery.of(owner));
    }

    @Override
    public List<WorkloadAction> actions(ActionQuery query) {
        return workloads.actions(query);
    }

    @Override
    public EventStream events(long after) {
        return events.open(after);
    }

    @Override
    public AgentHealth health() {
        return new AgentHealth(
                jobs.accepting(), jobs.running(), jobs.waiting(), workloads.count(), executors.last(), runtimes.last());
    }

    @Override
    public NodeInfo node() {
        return node.info();
    }

    @Override
    public List<Leftover> leftovers() throws InterruptedException {
        return janitor.leftovers();
    }

    @Override
    public List<Leftover> sweep() throws InterruptedException {
        return janitor.sweep();
    }

    @Override
    public void drain() {
        jobs.drain();
        workloads.drain();
    }

    @Override
    public void close() {
        drain();
        if (onClose == OnClose.CANCEL) {
            jobs.cancelAll();
        }
        closing.close();
    }
}
