package dev.hostler.api.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Experimental;
import java.nio.file.Path;

/**
 * A directory of the host as it is now, copied into the workspace. In a git work tree, what git ignores stays behind.
 * Immutable.
 *
 * @param directory an absolute path
 */
@Experimental
public record DirectorySource(Path directory) implements Source {
    /** Checks the path. */
    public DirectorySource {
        if (!directory.isAbsolute()) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "accept source.directory",
                            directory.toString(),
                            "the path is not absolute",
                            "give an absolute path")
                    .toException();
        }
    }
}
