package dev.hostler.engine.executor.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
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

    /** One for all: a new one would have to learn this record first, which takes longer than a job's first line. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

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
        try {
            return new SandboxHandle(sandbox, executor, JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static SandboxRecord of(SandboxHandle handle) {
        try {
            SandboxRecord found = JSON.readValue(handle.value(), SandboxRecord.class);
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
                "end its processes by hand, or start the version that opened it");
    }
}
