package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobPriority;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Source;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.v1.wire.ObjectReader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;

/**
 * Reads a job. A directory of the host as its source is for callers of the socket, who can read what the agent can: whoever has a
 * key would read with it what the policy of workloads does not show.
 */
final class JobCodec {
    private JobCodec() {}

    static JobSpec read(Call call) {
        return ObjectReader.read(call.body(), fields -> job(call, fields));
    }

    private static JobSpec job(Call call, ObjectReader fields) {
        JobSpec.Builder job = JobSpec.builder(JobKeys.id(call, fields));
        fields.object("source", source -> source(call, source)).ifPresent(job::source);
        job.pipeline(PipelineCodec.read(fields));
        fields.text("isolation")
                .map(id -> fields.make("isolation", () -> new Isolation(id)))
                .ifPresent(job::isolation);
        fields.text("image").ifPresent(job::image);
        fields.textMap("env").forEach(job::env);
        fields.texts("secrets").forEach(job::secret);
        fields.duration("timeout").ifPresent(job::timeout);
        fields.duration("softTimeout").ifPresent(job::softTimeout);
        fields.object("limits", JobCodec::limits).ifPresent(job::limits);
        fields.truth("network").ifPresent(job::network);
        fields.word("priority", JobPriority.class).ifPresent(job::priority);
        job.labels(new LinkedHashSet<>(fields.texts("labels")));
        fields.truth("rerunWhenLost").filter(wanted -> wanted).ifPresent(wanted -> job.rerunWhenLost());
        fields.truth("errorsApart").filter(wanted -> wanted).ifPresent(wanted -> job.errorsApart());
        fields.truth("freshSandbox").filter(wanted -> wanted).ifPresent(wanted -> job.freshSandbox());
        return job.build();
    }

    private static Source source(Call call, ObjectReader fields) {
        Optional<String> directory = fields.text("directory");
        if (directory.isEmpty()) {
            return git(fields);
        }
        if (!call.local()) {
            throw fields.refusal(
                    "a directory of the host is for callers of the agent's socket", "give the url of a repository");
        }
        if (directory.get().indexOf('\0') >= 0) {
            throw fields.refusal("its directory has a NUL", "give an absolute path");
        }
        return fields.make("directory", () -> new DirectorySource(Path.of(directory.get())));
    }

    private static GitSource git(ObjectReader fields) {
        GitSource.Builder source = GitSource.builder(fields.require("url", fields.text("url")));
        fields.text("ref").ifPresent(source::ref);
        fields.truth("submodules").ifPresent(source::submodules);
        fields.text("tokenSecret").ifPresent(source::tokenSecret);
        return source.build();
    }

    private static JobLimits limits(ObjectReader fields) {
        JobLimits.Builder limits = JobLimits.builder();
        fields.number("cpus").ifPresent(limits::cpus);
        fields.size("memory").ifPresent(limits::memoryBytes);
        fields.smallWhole("processes").ifPresent(limits::processes);
        fields.size("workspace").ifPresent(limits::workspaceBytes);
        return limits.build();
    }
}
