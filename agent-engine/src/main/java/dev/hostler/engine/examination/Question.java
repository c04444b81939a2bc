package dev.hostler.engine.examination;

import dev.hostler.api.node.Finding;
import java.io.IOException;
import java.util.List;

/**
 * One thing to look at. Immutable.
 *
 * @param subject what it is, if there is no answer
 * @param asked looks; changes nothing
 */
public record Question(String subject, Asked asked) {
    /** Looks at something. */
    @FunctionalInterface
    public interface Asked {
        /** Returns what was found; may block as long as the host does, and may throw what an agent's start would. */
        List<Finding> look() throws IOException, InterruptedException;
    }
}
