package dev.hostler.engine.admission;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.engine.artifact.ArtifactPattern;
import dev.hostler.engine.pipeline.PipelineReaders;
import dev.hostler.engine.secret.Secrets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules that a job must meet, and its pipeline as soon as that is known. Thread-safe. */
public final class JobAdmission {
    private final Set<String> executors;
    private final Set<String> labels;
    private final SpaceGuard space;
    private final Policies policies;
    private final PipelineReaders readers;

    /**
     * Creates the rules.
     *
     * @param executors the ids of the executors that this agent has
     * @param labels what jobs may ask for
     * @param space refuses work for which there is no room
     * @param policies must agree
     */
    public JobAdmission(
            Set<String> executors, Set<String> labels, SpaceGuard space, Policies policies, PipelineReaders readers) {
        this.executors = Set.copyOf(executors);
        this.labels = Set.copyOf(labels);
        this.space = space;
        this.policies = policies;
        this.readers = readers;
    }

    /**
     * Judges a job that was submitted.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} or {@code POLICY_DENIED} if it breaks a
     *     rule, with {@code NO_CAPACITY} if the disk is nearly full
     */
    public Admitted admit(Owner owner, JobSpec job) {
        requireExecutor(job);
        requireLabels(job);
        space.requireSpace("job", job.id().value());
        List<String> warnings = new ArrayList<>();
        JobSpec read = job.pipeline() instanceof Pipeline.Document document
                ? job.withPipeline(new Pipeline.Inline(readers.read(document, warnings::add)))
                : job;
        if (read.pipeline() instanceof Pipeline.Inline inline) {
            requireAllowed(owner, read, inline.spec());
        }
        return new Admitted(read, warnings);
    }

    /**
     * Judges a pipeline, as soon as it is known, against the job that it belongs to.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} or {@code POLICY_DENIED} if it breaks a rule
     */
    public void requireAllowed(Owner owner, JobSpec job, PipelineSpec pipeline) {
        Secrets.requireGranted(job.secrets(), pipeline.secrets());
        pipeline.artifacts().forEach(ArtifactPattern::parse);
        Optional<String> image = job.image().or(pipeline::image);
        if (image.isPresent() && job.isolation().equals(Isolation.PROCESS)) {
            throw refused(
                    job,
                    "it names the image '" + image.get() + "', and process isolation runs on the host itself",
                    "use isolation docker, or name no image");
        }
        policies.require(request(owner, job, pipeline));
    }

    /** A job asks for nothing of the host but images. */
    private static AdmissionPolicy.Request request(Owner owner, JobSpec job, PipelineSpec pipeline) {
        Set<String> images = new HashSet<>();
        job.image().or(pipeline::image).ifPresent(images::add);
        pipeline.services().forEach(service -> images.add(service.image()));
        return new AdmissionPolicy.Request(owner, "job '" + job.id() + "'", Set.of(), Set.of(), images);
    }

    private void requireExecutor(JobSpec job) {
        String wanted = job.isolation().value();
        if (!job.isolation().equals(Isolation.AUTO) && !executors.contains(wanted)) {
            throw refused(
                    job, "there is no isolation '" + wanted + "'", "use one of auto, " + String.join(", ", sorted()));
        }
    }

    private void requireLabels(JobSpec job) {
        List<String> missing = job.labels().stream()
                .filter(label -> !labels.contains(label))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw refused(
                    job,
                    "this agent has no label " + String.join(", ", missing),
                    "submit it to an agent that has, or add the label to this one's configuration");
        }
    }

    private List<String> sorted() {
        return executors.stream().sorted().toList();
    }

    private static RuntimeException refused(JobSpec job, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept job", job.id().value(), cause, remedy)
                .toException();
    }
}
