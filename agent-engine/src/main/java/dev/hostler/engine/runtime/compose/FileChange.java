package dev.hostler.engine.runtime.compose;

import dev.hostler.api.spi.WorkloadRuntime.Change;
import dev.hostler.api.workload.ComposeSpec;
import java.util.Map;

/** What it takes to get from one file to another. */
final class FileChange {
    private FileChange() {}

    /** An application changes in place; under another name of its project it is another one, which can run beside it. */
    static Change between(ComposeSpec from, ComposeSpec to) {
        if (from.equals(to)) {
            return Change.NONE;
        }
        ComposeFile before = ComposeFile.read(from);
        ComposeFile after = ComposeFile.read(to);
        if (before.projectName().equals(after.projectName())) {
            return Change.IN_PLACE;
        }
        return isExclusive(before) || isExclusive(after) ? Change.IN_TURN : Change.BESIDE;
    }

    /** A port of the host, or the name of a container, can't be had twice; and data is written by one at a time. */
    private static boolean isExclusive(ComposeFile file) {
        return !Tree.maps(file.tree(), "volumes").isEmpty()
                || Tree.maps(file.tree(), "services").values().stream().anyMatch(FileChange::isExclusive);
    }

    private static boolean isExclusive(Map<String, Object> service) {
        return service.containsKey("container_name")
                || !Tree.list(service, "ports").isEmpty();
    }
}
