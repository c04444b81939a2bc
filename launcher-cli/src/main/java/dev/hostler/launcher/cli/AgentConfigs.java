package dev.hostler.launcher.cli;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.JobSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Options to the settings of an agent that runs one job. */
final class AgentConfigs {
    /** The time between TERM and KILL when a job is ended. */
    static final Duration GRACE = Duration.ofSeconds(10);

    /** For a job whose image is not known yet: any question takes the same way to the engine. */
    private static final String ANY_IMAGE = "busybox:latest";

    private AgentConfigs() {}

    static AgentConfig from(RunOptions options, JobSpec job, RunDirectory directory, Invocation invocation) {
        AgentConfig.Builder config = common(directory)
                .cancelGrace(GRACE)
                .provider("environment", Map.of("allow", String.join(",", secretsOf(job))));
        if (!options.isolation.equals("process")) {
            config.provider("docker", Map.of("ask-ahead", options.image.orElse(ANY_IMAGE)));
        }
        options.artifacts
                .map(invocation::resolve)
                .ifPresent(path -> config.provider("directory", Map.of("directory", checked(path), "layout", "flat")));
        return config.build();
    }

    private static Set<String> secretsOf(JobSpec job) {
        Set<String> names = new TreeSet<>(job.secrets());
        job.source().flatMap(Sources::tokenOf).ifPresent(names::add);
        return names;
    }

    /** Returns the settings of an agent that ends what a dead process left behind. */
    static AgentConfig forLeftovers(RunDirectory directory) {
        return common(directory).cancelGrace(Duration.ofSeconds(1)).build();
    }

    private static AgentConfig.Builder common(RunDirectory directory) {
        return AgentConfig.builder(directory.data())
                .cacheDirectory(directory.cache())
                .slots(1)
                .jobsOnly()
                .onClose(AgentConfig.OnClose.CANCEL);
    }

    /** Returns a directory for artifacts; throws if it can be none. */
    static String checked(Path artifacts) {
        if (Files.exists(artifacts) && !Files.isDirectory(artifacts)) {
            throw Failures.badInput(
                    "accept option --artifacts", artifacts.toString(), "it is not a directory", "name a directory");
        }
        return artifacts.toString();
    }
}
