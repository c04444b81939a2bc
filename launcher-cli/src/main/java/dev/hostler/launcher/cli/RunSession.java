package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import java.io.IOException;

/** One job, from its run directory to its printed result. Confined to one thread. */
final class RunSession {
    private static final Owner OWNER = new Owner("cli");

    private final RunOptions options;
    private final Invocation invocation;
    private final JobOutput output;
    private final Rendering rendering;

    RunSession(RunOptions options, Invocation invocation, JobOutput output) {
        this.options = options;
        this.invocation = invocation;
        this.output = output;
        this.rendering = output.rendering();
    }

    /** Runs the job, prints its output and its result, and leaves nothing behind. */
    JobResult run(JobSpec job) throws InterruptedException {
        RunDirectories directories = new RunDirectories(DataRoot.of(invocation));
        new Leftovers(invocation.agents(), rendering).collect(directories);
        RunDirectory directory = directories.open();
        try {
            return run(job, AgentConfigs.from(options, job, directory, invocation));
        } finally {
            remove(directory);
        }
    }

    private JobResult run(JobSpec job, AgentConfig config) throws InterruptedException {
        Agent agent = invocation.agents().apply(config);
        try {
            output.refuseIfCancelled(job);
            return follow(agent, agent.submit(OWNER, job));
        } finally {
            close(agent);
        }
    }

    private JobResult follow(Agent agent, JobHandle job) throws InterruptedException {
        output.cancellation().onRequest(job::cancel);
        JobResult result = rendering.isLive() ? watched(agent, job) : followed(job);
        if (!result.artifacts().isEmpty() && options.artifacts.isEmpty()) {
            rendering.notice("Artifacts of the job: " + result.artifacts().size()
                    + ". They are not kept; add --artifacts DIR to keep them");
        }
        rendering.result(result);
        return result;
    }

    private JobResult watched(Agent agent, JobHandle job) throws InterruptedException {
        try (EventStream events = agent.events(0);
                LiveView view = rendering.view()) {
            view.follow(events, job.key().id());
            return followed(job);
        }
    }

    private JobResult followed(JobHandle job) throws InterruptedException {
        job.followLog(line -> output.line(line.text()));
        return job.await();
    }

    /** The verdict stands, whatever happens now. */
    private void close(Agent agent) {
        try {
            agent.close();
        } catch (AgentException e) {
            rendering.notice(e.failure().message());
        }
    }

    private void remove(RunDirectory directory) {
        try {
            directory.remove();
        } catch (IOException e) {
            rendering.notice("Cannot remove run directory '" + directory.path() + "': " + e.getMessage()
                    + "; the next 'hostler run' tries again");
        }
    }
}
