package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the executor for a job and opens its sandbox. A job that names an image or has services is never run on the
 * host itself.
 * Thread-safe.
 */
public final class Placement {
    private static final String CONTAINER = Isolation.DOCKER.value();
    private static final String HOST = Isolation.PROCESS.value();

    /** What makes a job without an image of its own go without one. */
    private static final Set<ErrorCode> NO_IMAGE =
            EnumSet.of(ErrorCode.IMAGE_NOT_FOUND, ErrorCode.IMAGE_DENIED, ErrorCode.IMAGE_UNAVAILABLE);

    private final Map<String, JobExecutor> executors;

    /**
     * Creates a placement.
     *
     * @param executors the executors by id
     */
    public Placement(Map<String, JobExecutor> executors) {
        this.executors = Map.copyOf(executors);
    }

    /** Opens a sandbox; failures are those of {@link JobExecutor#open}. */
    Sandbox open(Isolation isolation, SandboxSpec spec, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        if (!isolation.equals(Isolation.AUTO)) {
            return executor(isolation.value()).open(spec, notices, cancellation);
        }
        if (spec.image().isPresent() || !spec.services().isEmpty()) {
            return openContainer(spec, notices, cancellation);
        }
        return openAnywhere(spec, notices, cancellation);
    }

    /**
     * Says who would open such a sandbox now, and what it would be made of; see {@link JobExecutor#likeness}. Never pulls
     * an image.
     */
    Optional<String> likeness(Isolation isolation, SandboxSpec spec) {
        String id = isolation.equals(Isolation.AUTO) ? usual(spec) : isolation.value();
        return executor(id).likeness(spec).map(word -> id + " " + word);
    }

    private String usual(SandboxSpec spec) {
        boolean needsImage = spec.image().isPresent() || !spec.services().isEmpty();
        boolean hasContainers = executors.containsKey(CONTAINER)
                && executors.get(CONTAINER).fingerprint().available();
        return needsImage || hasContainers ? CONTAINER : HOST;
    }

    /** Takes up a sandbox of an earlier run. */
    Sandbox recover(SandboxHandle handle) {
        return executor(handle.executor()).recover(handle);
    }

    /**
     * Destroys the sandboxes with these ids, as far as there are any, and returns those of which it is sure that they are
     * gone: an executor that does not answer now may have the others.
     *
     * @throws AgentException with {@code RUNTIME_UNAVAILABLE} if an executor fails while it is asked
     */
    Set<String> destroyAll(Set<String> sandboxes) {
        Set<String> destroyed = new HashSet<>();
        boolean allAnswer = true;
        for (JobExecutor executor : executors.values()) {
            if (!executor.fingerprint().available()) {
                allAnswer = false;
                continue;
            }
            for (SandboxHandle handle : executor.sandboxes()) {
                if (sandboxes.contains(handle.sandbox())) {
                    executor.recover(handle).destroy();
                    destroyed.add(handle.sandbox());
                }
            }
        }
        return allAnswer ? sandboxes : destroyed;
    }

    private Sandbox openContainer(SandboxSpec spec, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        Fingerprint container = executor(CONTAINER).fingerprint();
        if (!container.available()) {
            throw noContainer(spec, container).toException();
        }
        return executor(CONTAINER).open(spec, notices, cancellation);
    }

    private static Failure noContainer(SandboxSpec spec, Fingerprint container) {
        return spec.image()
                .map(image -> Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "run in image",
                        image,
                        container.summary(),
                        "a job that names an image is never run on the host itself"))
                .orElseGet(() -> Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "run beside service",
                        spec.services().get(0).alias(),
                        container.summary(),
                        "a job with services is never run on the host itself"));
    }

    private Sandbox openAnywhere(SandboxSpec spec, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        if (!executors.containsKey(CONTAINER)) {
            return executor(HOST).open(spec, notices, cancellation);
        }
        Fingerprint container = executors.get(CONTAINER).fingerprint();
        if (!container.available()) {
            notices.line("no container: " + container.summary());
            return executor(HOST).open(spec, notices, cancellation);
        }
        try {
            return executors.get(CONTAINER).open(spec, notices, cancellation);
        } catch (AgentException e) {
            if (!NO_IMAGE.contains(e.code())) {
                throw e;
            }
            notices.line("no container: " + e.getMessage());
            return executor(HOST).open(spec, notices, cancellation);
        }
    }

    private JobExecutor executor(String id) {
        JobExecutor executor = executors.get(id);
        if (executor == null) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "use isolation",
                            id,
                            "this agent has no such executor",
                            "enable it, or add its plugin")
                    .toException();
        }
        return executor;
    }
}
