package dev.hostler.launcher.cli;

import dev.hostler.api.job.ByteSize;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import java.util.Optional;

/** Options to a job. */
final class JobSpecs {
    private JobSpecs() {}

    /** Returns the job that the options describe; throws {@code AgentException} if they can't mean one. */
    static JobSpec from(RunOptions options, Invocation invocation) {
        JobSpec.Builder job = JobSpec.builder("run-" + ProcessHandle.current().pid())
                .isolation(new Isolation(options.isolation))
                .pipeline(pipeline(options, invocation))
                .limits(limits(options))
                .network(!options.noNetwork);
        options.image.ifPresent(job::image);
        options.timeout.ifPresent(job::timeout);
        Sources.from(options, invocation).ifPresent(job::source);
        Variables.plain(options, invocation).forEach(job::env);
        Variables.secrets(options, invocation).forEach(job::secret);
        return job.build();
    }

    private static JobLimits limits(RunOptions options) {
        JobLimits.Builder limits = JobLimits.builder();
        options.cpus.ifPresent(limits::cpus);
        options.memory.map(ByteSize::bytes).ifPresent(limits::memoryBytes);
        options.processes.ifPresent(limits::processes);
        return limits.build();
    }

    private static Pipeline pipeline(RunOptions options, Invocation invocation) {
        if (options.file.isPresent()) {
            return PipelineFile.read(options.file.get(), invocation);
        }
        if (options.repo.isPresent()) {
            return new Pipeline.FromRepository(Optional.empty());
        }
        throw Failures.badInput(
                "run job",
                "hostler run",
                "neither a pipeline file nor a repository is named",
                "name a pipeline file, or add --repo . to run the one of the repository in this directory");
    }
}
