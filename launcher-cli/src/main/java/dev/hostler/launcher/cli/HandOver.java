package dev.hostler.launcher.cli;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.launcher.cli.client.LocalAgent;
import dev.hostler.launcher.cli.client.LocalAgent.HandedJob;
import java.nio.file.Path;
import java.util.Optional;

/** One job that the agent of this host runs: it has started long ago, and knows what is there. Confined to one thread. */
final class HandOver {
    private final LocalAgent agent;
    private final JobOutput output;
    private final Optional<Path> artifacts;

    /** @param artifacts where to put what the job hands over */
    HandOver(LocalAgent agent, JobOutput output, Optional<Path> artifacts) {
        this.agent = agent;
        this.output = output;
        this.artifacts = artifacts;
    }

    /** Returns why another process can't run a job; empty if it can. */
    static Optional<String> obstacle(JobSpec job) {
        if (!job.secrets().isEmpty()) {
            return Optional.of("its secrets are in the environment of this process");
        }
        return job.source()
                .flatMap(Sources::tokenOf)
                .map(name -> "the token for its repository is in the environment of this process");
    }

    /** Runs the job there, prints its output and its result. */
    JobResult run(JobSpec job) throws InterruptedException {
        artifacts.ifPresent(AgentConfigs::checked);
        output.refuseIfCancelled(job);
        HandedJob handed = agent.submit(job);
        output.rendering()
                .notice("The agent on this host runs it, as job/" + handed.id() + " (" + agent.address()
                        + "); --here keeps a job in this process");
        output.cancellation().onRequest(() -> cancel(handed));
        JobResult result = output.rendering().isLive() ? watched(handed) : followed(handed);
        if (artifacts.isPresent()) {
            new ArtifactFiles(artifacts.get()).fetch(handed, result.artifacts());
        } else if (!result.artifacts().isEmpty()) {
            output.rendering()
                    .notice("Artifacts of the job: " + result.artifacts().size()
                            + ". The agent keeps them; add --artifacts DIR to have them here");
        }
        output.rendering().result(result);
        return result;
    }

    private JobResult watched(HandedJob handed) throws InterruptedException {
        try (LiveView view = output.rendering().view()) {
            view.follow(handed);
            return followed(handed);
        }
    }

    private JobResult followed(HandedJob handed) throws InterruptedException {
        handed.followLog(output::line);
        return handed.await();
    }

    /** Comes on the thread of the signal, or on this one. */
    private void cancel(HandedJob handed) {
        try {
            handed.cancel();
        } catch (AgentException e) {
            output.rendering().notice(e.failure().message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
