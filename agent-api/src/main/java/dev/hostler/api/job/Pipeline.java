package dev.hostler.api.job;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.Optional;

/** Where a job's steps are written. */
@Experimental
public sealed interface Pipeline {
    /**
     * The steps themselves. Immutable.
     *
     * @param spec the steps
     */
    @Experimental
    record Inline(PipelineSpec spec) implements Pipeline {}

    /**
     * The text of a pipeline file, read when the job is submitted. Immutable.
     *
     * @param fileName the file's name; it chooses the format and appears in messages
     * @param text the file's content
     */
    @Experimental
    record Document(String fileName, String text) implements Pipeline {}

    /**
     * A pipeline file of the repository, read after the checkout. Immutable.
     *
     * @param path the file, relative to the workspace; empty: the first known name that is there
     */
    @Experimental
    record FromRepository(Optional<String> path) implements Pipeline {
        /** Checks the path. */
        public FromRepository {
            path.ifPresent(file -> Fields.insideWorkspace("pipeline path", file));
        }
    }
}
