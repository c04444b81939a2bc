package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.node.AgentHealth;
import dev.hostler.api.node.Leftover;
import dev.hostler.api.node.NodeInfo;
import dev.hostler.api.workload.ApplyResult;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** An agent that plays one job, and notes what it was told. */
final class FakeAgent implements Agent {
    private final AgentConfig config;
    private final FakeJob job;
    private Optional<JobSpec> submitted = Optional.empty();
    private boolean closed;

    FakeAgent(AgentConfig config, FakeJob job) {
        this.config = config;
        this.job = job;
        try {
            Files.writeString(Files.createDirectories(config.dataDirectory()).resolve("state.db"), "state");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AgentConfig config() {
        return config;
    }

    JobSpec submitted() {
        return submitted.orElseThrow();
    }

    boolean closed() {
        return closed;
    }

    @Override
    public JobHandle submit(Owner owner, JobSpec spec) {
        submitted = Optional.of(spec);
        return job;
    }

    @Override
    public Optional<JobHandle> job(JobKey key) {
        return Optional.empty();
    }

    @Override
    public List<JobHandle> jobs(Owner owner) {
        return List.of();
    }

    @Override
    public EventStream events(long after) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApplyResult apply(Owner owner, ApplyWorkload wish) {
        throw new UnsupportedOperationException("this agent keeps no workloads");
    }

    @Override
    public Optional<WorkloadHandle> workload(WorkloadKey key) {
        return Optional.empty();
    }

    @Override
    public List<Workload> workloads(Owner owner) {
        return List.of();
    }

    @Override
    public List<WorkloadAction> actions(Owner owner) {
        return List.of();
    }

    @Override
    public AgentHealth health() {
        return new AgentHealth(true, 0, 0, 0, Map.of(), Map.of());
    }

    @Override
    public List<Leftover> leftovers() {
        return List.of();
    }

    @Override
    public List<Leftover> sweep() {
        return List.of();
    }

    @Override
    public NodeInfo node() {
        return new NodeInfo(
                "agent",
                "host",
                "Linux",
                "amd64",
                1,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO);
    }

    @Override
    public void drain() {}

    @Override
    public void close() {
        closed = true;
    }

    /** A job that could not be accepted. */
    static FakeJob refusing(AgentException refusal) {
        return new FakeJob(List.of(), result -> {
            throw refusal;
        });
    }

    /** A job that prints lines and ends. */
    static FakeJob ending(JobResult result, String... lines) {
        return new FakeJob(List.of(lines), cancelled -> result);
    }
}
