package dev.hostler.engine.state;

import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What it takes to go on with a running job after a restart. Immutable.
 *
 * <p>It is stored before the first step is sent, and so is also the mark that steps may have run: a job that has it and
 * lost its sandbox is lost.
 *
 * @param pipeline the steps, as they were resolved
 * @param sandbox how its executor finds the sandbox again
 * @param directories the directories that it shares with the agent
 * @param startedAt when the job got its slot, for people
 * @param startedSinceBoot the same on the boot clock, from which its time is counted
 * @param bootId the boot that this clock belongs to
 * @param timeout how long the job may run
 * @param commit the commit that was checked out
 * @param network whether the sandbox reaches any network
 */
public record HandOver(
        PipelineSpec pipeline,
        SandboxHandle sandbox,
        SandboxSpec.Directories directories,
        Instant startedAt,
        Duration startedSinceBoot,
        String bootId,
        Duration timeout,
        Optional<String> commit,
        boolean network) {}
