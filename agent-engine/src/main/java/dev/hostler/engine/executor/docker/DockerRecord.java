package dev.hostler.engine.executor.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.SandboxHandle;
import java.util.List;
import java.util.Objects;

/**
 * What a sandbox's handle holds, as JSON. Immutable.
 *
 * @param version the form of this record; 1
 * @param container the container's id
 * @param startedAt when its process 1 was started, as the engine says it; empty if that is not known
 * @param image its image; empty if that is not known
 * @param shared workspace, home and output directory on the host; empty if they are not known, or copied
 * @param services whether it has services and a network of its own, which are found by their labels; a handle from
 *     before there were services does not say it, and has none
 * @param copied whether its files are copied in and out, and not shared
 */
record DockerRecord(
        int version,
        String container,
        String startedAt,
        String image,
        List<String> shared,
        boolean services,
        boolean copied) {
    static final int VERSION = 1;

    /** One for all: a new one would have to learn this record first, which takes longer than a job's first line. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    DockerRecord {
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(startedAt, "startedAt");
        // Records of the first agents have neither.
        image = Objects.requireNonNullElse(image, "");
        shared = List.copyOf(Objects.requireNonNullElse(shared, List.of()));
    }

    /** A container of which only the engine's list is known. */
    static DockerRecord listed(String container) {
        return new DockerRecord(VERSION, container, "", "", List.of(), false, false);
    }

    /** A container that was made by a plan. */
    static DockerRecord of(String container, String startedAt, ContainerPlan plan) {
        ContainerFiles files = plan.files();
        return new DockerRecord(
                VERSION, container, startedAt, plan.image().value(), files.shared(), false, files.areCopied());
    }

    DockerRecord withServices() {
        return new DockerRecord(version, container, startedAt, image, shared, true, copied);
    }

    SandboxHandle toHandle(String sandbox) {
        try {
            return new SandboxHandle(sandbox, Isolation.DOCKER.value(), JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static DockerRecord of(SandboxHandle handle) {
        try {
            DockerRecord found = JSON.readValue(handle.value(), DockerRecord.class);
            if (found != null && found.version == VERSION) {
                return found;
            }
        } catch (JsonProcessingException e) {
            throw unreadable(handle).toException(e);
        }
        throw unreadable(handle).toException();
    }

    private static Failure unreadable(SandboxHandle handle) {
        return Failure.cannot(
                ErrorCode.STATE_UNAVAILABLE,
                "recover sandbox",
                handle.sandbox(),
                "its handle can't be read by this version",
                "remove its container by hand, or start the version that opened it");
    }
}
