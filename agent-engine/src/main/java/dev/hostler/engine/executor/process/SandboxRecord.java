package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.engine.executor.HandleForm;
import dev.hostler.engine.executor.cgroup.ControlGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a sandbox's handle holds, as JSON. Immutable.
 *
 * @param version the form of this record; 1
 * @param strength how it is kept apart
 * @param outer the process outside that waits for it
 * @param inner its process 1
 * @param namespace its PID namespace; empty if it has none of its own
 * @param user its own user; 0 if it has none
 * @param exitFile where its exit code appears; empty if that is not known
 * @param layout where things are inside
 * @param groups the directories of its control group; empty if it has none
 */
record SandboxRecord(
        int version,
        IsolationStrength strength,
        ProcessIdentity outer,
        ProcessIdentity inner,
        String namespace,
        int user,
        String exitFile,
        SandboxLayout layout,
        List<String> groups) {
    static final int VERSION = 1;

    private static final HandleForm<SandboxRecord> FORM =
            new HandleForm<>(SandboxRecord.class, found -> found.version == VERSION, "end its processes by hand");

    SandboxRecord {
        Objects.requireNonNull(strength, "strength");
        Objects.requireNonNull(outer, "outer");
        Objects.requireNonNull(inner, "inner");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(exitFile, "exitFile");
        Objects.requireNonNull(layout, "layout");
        // Records of the first agents have none.
        groups = List.copyOf(Objects.requireNonNullElse(groups, List.of()));
    }

    ControlGroup group() {
        return ControlGroup.at(groups.stream().map(Path::of).toList());
    }

    /** Words a group for the record. */
    static List<String> directories(ControlGroup group) {
        return group.directories().stream().map(Path::toString).toList();
    }

    SandboxHandle toHandle(String sandbox, String executor) {
        return FORM.handle(sandbox, executor, this);
    }

    static SandboxRecord of(SandboxHandle handle) {
        return FORM.read(handle);
    }
}
