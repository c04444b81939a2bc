package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Chooses the names of projects. Compose takes all containers of one name for one application, whoever has made them; so no
 * name is taken that somebody else has. Thread-safe.
 */
final class ProjectNames {
    private static final int LONGEST = 128;
    private static final int SHORT = 8;

    private final WorkloadLabels labels;

    /** Names that were chosen, and of which the engine may not know yet. */
    private final Map<String, WorkloadKey> chosen = new ConcurrentHashMap<>();

    ProjectNames(WorkloadLabels labels) {
        this.labels = labels;
    }

    /** Lists containers. */
    @FunctionalInterface
    interface Listing {
        /** Lists all of them. */
        List<Container> all() throws InterruptedException;
    }

    /** Returns the name that a workload's project has as a rule: the wish's, or one like its id. */
    static String usual(WorkloadKey workload, ComposeFile file) {
        return file.projectName().orElseGet(() -> like(workload.id().value()));
    }

    private static String like(String id) {
        String plain =
                id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-").replaceFirst("^[_-]+", "");
        String name = plain.isEmpty() ? "app" : plain;
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    }

    /** Returns why a wish can't have the name that it gives; empty if it can, or gives none. */
    Optional<Failure> conflict(WorkloadKey workload, ComposeFile file, List<Container> all) {
        return file.projectName().filter(name -> isForeign(name, workload, all)).map(name -> failure(workload, name));
    }

    private static Failure failure(WorkloadKey workload, String name) {
        return Refusals.failure(
                ErrorCode.CONFLICT,
                "create project " + name + " of workload",
                workload,
                "there are containers of that project which are not this workload's",
                "choose another projectName, or remove them");
    }

    /**
     * Chooses the name of a new instance, and keeps it from others until {@link #release}.
     *
     * @param listing lists all containers of the engine; after a name is kept, so that none is missed that was made before
     * @throws dev.hostler.api.error.AgentException with {@code CONFLICT} if the wish gives a name that somebody else has
     */
    String choose(InstanceName name, ComposeFile file, Listing listing) throws InterruptedException {
        WorkloadKey workload = name.workload();
        String usual = usual(workload, file);
        String base = usual;
        boolean claimed = isClaimed(usual, workload);
        List<Container> all = listing.all();
        if (!claimed || isForeign(usual, workload, all)) {
            if (file.projectName().isPresent()) {
                throw failure(workload, usual).toException();
            }
            base = usual + "-" + hash(labels.agentId() + "/" + workload);
        }
        boolean held = all.stream().anyMatch(isOf(base));
        String project = held ? base + "-" + name.digest() : base;
        chosen.put(project, workload);
        return project;
    }

    private boolean isClaimed(String project, WorkloadKey workload) {
        return chosen.computeIfAbsent(project, free -> workload).equals(workload);
    }

    /** The engine knows of it now, or nothing was made of it. */
    void release(WorkloadKey workload) {
        chosen.values().removeIf(workload::equals);
    }

    private boolean isForeign(String project, WorkloadKey workload, List<Container> all) {
        return all.stream()
                .filter(isOf(project))
                .anyMatch(container -> !labels.isOf(workload, ContainerList.labels(container)));
    }

    private static Predicate<Container> isOf(String project) {
        return container -> project.equals(ContainerList.labels(container).get(ServiceLabels.PROJECT));
    }

    private static String hash(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, SHORT);
    }
}
