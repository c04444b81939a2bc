package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The processes of this agent's sandboxes, known by the mark they were born with. It needs no record of its own, so it
 * also finds what an agent that died at the wrong moment has left. Thread-safe.
 */
final class MarkedProcesses {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String agentId;
    private final HostProcesses host;
    private final ProcessLauncher processes;
    private final Scheduler scheduler;

    MarkedProcesses(String agentId, HostProcesses host, ProcessLauncher processes, Scheduler scheduler) {
        this.agentId = agentId;
        this.host = host;
        this.processes = processes;
        this.scheduler = scheduler;
    }

    /** Returns the mark for a sandbox, as variables to start it with. */
    Map<String, String> mark(String sandbox) {
        return Map.of(HostProcesses.MARK, agentId + "/" + sandbox);
    }

    /** Returns the processes of each sandbox that has some, the oldest first. */
    Map<String, List<ProcessIdentity>> bySandbox() throws IOException {
        Map<String, List<ProcessIdentity>> found = new TreeMap<>();
        for (long pid : host.all()) {
            sandboxOf(pid)
                    .ifPresent(sandbox -> identity(pid)
                            .ifPresent(process -> found.computeIfAbsent(sandbox, any -> new ArrayList<>())
                                    .add(process)));
        }
        found.values()
                .forEach(group -> group.sort(
                        Comparator.comparing(ProcessIdentity::startTicks).thenComparing(ProcessIdentity::pid)));
        return found;
    }

    private Optional<String> sandboxOf(long pid) {
        if (pid == ProcessHandle.current().pid()) {
            return Optional.empty();
        }
        return Optional.ofNullable(host.environment(pid).get(HostProcesses.MARK))
                .filter(mark -> mark.startsWith(agentId + "/"))
                .map(mark -> mark.substring(agentId.length() + 1));
    }

    Optional<ProcessIdentity> identity(long pid) {
        return host.startTicks(pid)
                .map(ticks -> new ProcessIdentity(pid, ticks, scheduler.bootId()))
                .filter(processes::isAlive);
    }

    /** Kills a sandbox's processes but for some, until none is left. Returns whether that was reached. */
    boolean kill(String sandbox, Set<ProcessIdentity> spared) {
        return new SteadyWait(scheduler).until(() -> killOnce(sandbox, spared), LIMIT);
    }

    private Set<ProcessIdentity> left(String sandbox, Set<ProcessIdentity> spared) throws IOException {
        return bySandbox().getOrDefault(sandbox, List.of()).stream()
                .filter(process -> !spared.contains(process))
                .collect(Collectors.toSet());
    }

    private boolean killOnce(String sandbox, Set<ProcessIdentity> spared) {
        try {
            Set<ProcessIdentity> left = left(sandbox, spared);
            left.forEach(processes::kill);
            // Twice, since a process that changes its program has no mark for a moment.
            return left.isEmpty() && left(sandbox, spared).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
