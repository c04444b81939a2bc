package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.Optional;

/**
 * Scripts of the host that a runner runs around its job, as steps of the job: one that fails makes the job fail. Immutable.
 *
 * @param started the script to run before the job; empty: none
 * @param completed the script to run after the job; empty: none
 */
@Experimental
public record RunnerHooks(Optional<String> started, Optional<String> completed) {
    /** No scripts. */
    public static final RunnerHooks NONE = new RunnerHooks(Optional.empty(), Optional.empty());

    /** Checks the paths. */
    public RunnerHooks {
        started.ifPresent(path -> script("hooks.started", path));
        completed.ifPresent(path -> script("hooks.completed", path));
    }

    private static void script(String field, String path) {
        Fields.absolutePath(field, path);
        if (!path.endsWith(".sh")) {
            throw Fields.refused(field, Fields.shown(path), "it is no shell script", "give a path that ends with .sh");
        }
    }
}
