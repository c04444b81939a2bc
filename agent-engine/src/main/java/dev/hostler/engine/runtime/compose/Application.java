package dev.hostler.engine.runtime.compose;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.PublishedPorts;
import dev.hostler.engine.runtime.container.StateDetails;
import dev.hostler.engine.runtime.container.UsageReader;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All containers of one project, which are one instance. Immutable.
 *
 * @param project the project
 * @param parts its containers, in the order of their names; at least one
 */
record Application(String project, List<Part> parts) {
    private static final int SHORT_ID = 12;

    Application {
        parts = parts.stream()
                .sorted(Comparator.comparing(part -> containerName(part)))
                .toList();
    }

    private static String containerName(Part part) {
        List<String> names = ContainerList.names(part.container());
        return names.isEmpty() ? part.id() : names.get(0);
    }

    InstanceHandle handle() {
        return ProjectHandle.of(parts.get(0).name().workload(), project);
    }

    /** Returns whether any of it runs, or is to be by Docker. */
    boolean isActive() {
        return any(Part.State.RUNNING) || any(Part.State.RESTARTING);
    }

    /** Returns those of its containers that run, for whom their use is read. */
    Stream<UsageReader.Metered> metered() {
        return parts.stream()
                .flatMap(part -> part.details().stream()
                        .flatMap(known -> UsageReader.Metered.of(handle(), part.container(), known).stream()));
    }

    Instance instance() {
        Instance.State state = state();
        boolean ended = state == Instance.State.EXITED || state == Instance.State.PARTIAL;
        return new Instance(
                handle(),
                name(),
                state,
                message(),
                startedAt(),
                ended ? exitCode() : OptionalInt.empty(),
                ended && parts.stream().anyMatch(Part::outOfMemory),
                state == Instance.State.RUNNING ? health() : Optional.empty(),
                Optional.empty(),
                ports(),
                facts());
    }

    /** In the middle of a change its containers differ; then it is none of the two that it was, or is to be. */
    private InstanceName name() {
        InstanceName first = parts.get(0).name();
        boolean one = parts.stream().allMatch(part -> part.name().equals(first));
        return one ? first : new InstanceName(first.workload(), first.revision(), "");
    }

    private Instance.State state() {
        if (any(Part.State.BROKEN) || !isComplete()) {
            return Instance.State.BROKEN;
        }
        if (any(Part.State.PAUSED)) {
            return Instance.State.PAUSED;
        }
        if (isActive()) {
            return isLacking() ? Instance.State.PARTIAL : Instance.State.RUNNING;
        }
        return any(Part.State.CREATED) ? Instance.State.CREATED : Instance.State.EXITED;
    }

    private boolean any(Part.State state) {
        return parts.stream().anyMatch(part -> part.state() == state);
    }

    /** Each container tells what else there should be; the newest of them is right. */
    private boolean isComplete() {
        Map<String, Integer> wanted = parts.stream()
                .max(Comparator.comparing(part -> created(part)))
                .orElseThrow()
                .labels()
                .services();
        Set<String> there = new HashSet<>();
        parts.forEach(part -> there.add(part.labels().service()));
        return wanted.entrySet().stream().allMatch(entry -> entry.getValue() == 0 || there.contains(entry.getKey()));
    }

    private static long created(Part part) {
        Long created = part.container().getCreated();
        return created == null ? 0 : created;
    }

    private Optional<Instant> startedAt() {
        return parts.stream()
                .flatMap(part -> part.details().flatMap(StateDetails::startedAt).stream())
                .max(Comparator.naturalOrder());
    }

    private OptionalInt exitCode() {
        return parts.stream()
                .filter(part -> part.state() == Part.State.FAILED)
                .map(Part::exitCode)
                .filter(code -> code.orElse(0) != 0)
                .findFirst()
                .orElse(isLacking() ? OptionalInt.empty() : OptionalInt.of(0));
    }

    private boolean isLacking() {
        return any(Part.State.RESTARTING) || any(Part.State.FAILED) || any(Part.State.CREATED);
    }

    /** The worst that is said of any. */
    private Optional<Instance.Health> health() {
        Set<Instance.Health> all =
                parts.stream().flatMap(part -> part.health().stream()).collect(Collectors.toSet());
        return List.of(Instance.Health.UNHEALTHY, Instance.Health.STARTING, Instance.Health.HEALTHY).stream()
                .filter(all::contains)
                .findFirst();
    }

    private String message() {
        long runs = parts.stream()
                .filter(part -> part.state() == Part.State.RUNNING)
                .count();
        long done = parts.stream()
                .filter(part -> part.state() == Part.State.COMPLETED)
                .count();
        String count = runs + "/" + (parts.size() - (runs > 0 ? done : 0)) + " containers running"
                + (runs > 0 && done > 0 ? ", " + done + " completed" : "");
        String wrong = parts.stream()
                .filter(isWrong())
                .map(part -> part.labels().service() + " is " + part.words())
                .map(text -> text.replace("is exited", "exited"))
                .collect(Collectors.joining(", "));
        return wrong.isEmpty() ? count : count + "; " + wrong;
    }

    private static Predicate<Part> isWrong() {
        return part -> switch (part.state()) {
            case FAILED, RESTARTING, PAUSED, BROKEN -> true;
            case RUNNING ->
                part.health().filter(Instance.Health.UNHEALTHY::equals).isPresent();
            case CREATED, COMPLETED -> false;
        };
    }

    private List<PortMapping> ports() {
        return parts.stream()
                .flatMap(part -> PublishedPorts.of(part.container()).stream())
                .distinct()
                .sorted(Comparator.comparing(PortMapping::toString))
                .toList();
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("compose.project", project);
        Map<String, List<Part>> services = new TreeMap<>(parts.stream()
                .collect(Collectors.groupingBy(part -> part.labels().service())));
        services.forEach((service, all) -> {
            facts.put(
                    "service." + service,
                    all.stream().map(Part::words).distinct().collect(Collectors.joining("; ")));
            facts.put(
                    "service." + service + ".containers",
                    all.stream().map(part -> part.id().substring(0, SHORT_ID)).collect(Collectors.joining(",")));
        });
        return facts;
    }
}
