package dev.hostler.engine.executor.docker;

import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.engine.executor.HandleForm;
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

    private static final HandleForm<DockerRecord> FORM =
            new HandleForm<>(DockerRecord.class, found -> found.version == VERSION, "remove its container by hand");

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
        return FORM.handle(sandbox, Isolation.DOCKER.value(), this);
    }

    static DockerRecord of(SandboxHandle handle) {
        return FORM.read(handle);
    }
}
