package dev.hostler.engine.job;

import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.engine.sandbox.Session;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a job comes to once its pipeline is known: the job's own wishes over the pipeline's. Immutable.
 *
 * @param pipeline the steps
 * @param image the image to run in
 * @param env variables of all steps, without secrets
 * @param timeout how long the whole job may run
 * @param softTimeout after how long it is warned that it runs long
 * @param limits what it may use of its host
 * @param network whether its steps reach any network
 */
record JobPlan(
        PipelineSpec pipeline,
        Optional<String> image,
        Map<String, String> env,
        Duration timeout,
        Optional<Duration> softTimeout,
        JobLimits limits,
        boolean network) {
    /** Returns whether a directory that is cached lies there; see the form of cache paths. */
    boolean hasCachesIn(Session.Part part) {
        boolean home = part == Session.Part.HOME;
        return pipeline.cachePaths().stream().anyMatch(path -> path.startsWith("~/") == home);
    }

    static JobPlan of(JobSpec job, PipelineSpec pipeline, Duration defaultTimeout) {
        Map<String, String> env = new LinkedHashMap<>(pipeline.env());
        env.putAll(job.env());
        return new JobPlan(
                pipeline,
                job.image().or(pipeline::image),
                Map.copyOf(env),
                job.timeout().or(pipeline::timeout).orElse(defaultTimeout),
                job.softTimeout().or(pipeline::softTimeout),
                job.limits().orElse(pipeline.limits()),
                job.network() && pipeline.network());
    }
}
