package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes handles for the sandboxes that stand, from nothing but their processes. Immutable. */
final class SandboxFinder {
    private static final int ENTRY_WORDS = 4;

    private final ProcessRooms rooms;
    private final String executor;
    private final IsolationStrength namespaces;

    /**
     * Creates a finder.
     *
     * @param rooms what the sandboxes share
     * @param executor the executor's id
     * @param namespaces the strength of sandboxes with namespaces on this host
     */
    SandboxFinder(ProcessRooms rooms, String executor, IsolationStrength namespaces) {
        this.rooms = rooms;
        this.executor = executor;
        this.namespaces = namespaces;
    }

    List<SandboxHandle> find() throws IOException {
        List<SandboxHandle> found = new ArrayList<>();
        for (Map.Entry<String, List<ProcessIdentity>> group :
                rooms.marked().bySandbox().entrySet()) {
            found.add(record(group.getKey(), group.getValue()).toHandle(group.getKey(), executor));
        }
        for (String sandbox : rooms.groups().sandboxes()) {
            if (found.stream().noneMatch(handle -> handle.sandbox().equals(sandbox))) {
                found.add(emptyRecord(sandbox).toHandle(sandbox, executor));
            }
        }
        return found;
    }

    private SandboxRecord record(String sandbox, List<ProcessIdentity> group) {
        ProcessIdentity oldest = group.get(0);
        String own = namespace(ProcessHandle.current().pid());
        return group.stream()
                .filter(process -> !namespace(process.pid()).equals(own))
                .filter(process -> rooms.host().innerNumber(process.pid()).equals(Optional.of(1L)))
                .findFirst()
                .map(first -> namespaceRecord(sandbox, oldest, first))
                .orElseGet(() -> sessionRecord(sandbox, oldest, group));
    }

    private SandboxRecord namespaceRecord(String sandbox, ProcessIdentity oldest, ProcessIdentity first) {
        boolean ownUser = namespaces == IsolationStrength.OWN_USER;
        return new SandboxRecord(
                SandboxRecord.VERSION,
                namespaces,
                oldest,
                first,
                namespace(first.pid()),
                ownUser ? rooms.host().user(first.pid()) : 0,
                exitFile(oldest),
                LaunchCommand.NAMESPACE_LAYOUT,
                groups(sandbox, first));
    }

    /** Without a namespace the oldest one inside is taken for the first; all of them go by their mark anyway. */
    private SandboxRecord sessionRecord(String sandbox, ProcessIdentity oldest, List<ProcessIdentity> group) {
        ProcessIdentity first =
                group.stream().filter(process -> !isOuter(process)).findFirst().orElse(oldest);
        return new SandboxRecord(
                SandboxRecord.VERSION,
                IsolationStrength.SESSION,
                oldest,
                first,
                "",
                0,
                exitFile(oldest),
                sessionLayout(first),
                groups(sandbox, first));
    }

    /** A sandbox of which nothing is left but its control group. */
    private SandboxRecord emptyRecord(String sandbox) {
        ProcessIdentity nobody = new ProcessIdentity(1, -1, rooms.scheduler().bootId());
        return new SandboxRecord(
                SandboxRecord.VERSION,
                IsolationStrength.SESSION,
                nobody,
                nobody,
                "",
                0,
                "",
                new SandboxLayout("", "", "", ""),
                SandboxRecord.directories(rooms.groups().named(sandbox)));
    }

    private List<String> groups(String sandbox, ProcessIdentity first) {
        return SandboxRecord.directories(rooms.groups().of(first.pid(), sandbox));
    }

    private String namespace(long pid) {
        return rooms.host().namespace(pid).orElse("");
    }

    private boolean isOuter(ProcessIdentity process) {
        List<String> command = rooms.host().command(process.pid());
        return command.size() > 2 && command.get(1).endsWith("/outer.sh");
    }

    private String exitFile(ProcessIdentity outer) {
        return isOuter(outer) ? rooms.host().command(outer.pid()).get(2) + "/exit" : "";
    }

    private SandboxLayout sessionLayout(ProcessIdentity inner) {
        Map<String, String> variables = rooms.host().environment(inner.pid());
        List<String> command = rooms.host().command(inner.pid());
        boolean isEntry = command.size() == ENTRY_WORDS;
        return new SandboxLayout(
                variables.getOrDefault("PWD", ""),
                variables.getOrDefault("HOME", ""),
                isEntry ? command.get(2) : "",
                isEntry ? command.get(3) : "");
    }
}
