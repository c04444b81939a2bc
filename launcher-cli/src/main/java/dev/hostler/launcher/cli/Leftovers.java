package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Function;

/**
 * Ends what runs of dead processes left behind. Only an agent on the same directory knows their sandboxes, so that one
 * takes them up and cancels them; then the directory goes. Confined to one thread.
 */
final class Leftovers {
    private final Function<AgentConfig, Agent> agents;
    private final Rendering rendering;

    Leftovers(Function<AgentConfig, Agent> agents, Rendering rendering) {
        this.agents = agents;
        this.rendering = rendering;
    }

    void collect(RunDirectories directories) {
        directories.leftovers().forEach(this::collect);
    }

    private void collect(RunDirectory directory) {
        try (directory) {
            if (Files.exists(directory.data())) {
                agents.apply(AgentConfigs.forLeftovers(directory)).close();
            }
            directory.remove();
        } catch (IOException | AgentException e) {
            rendering.notice(
                    "What an earlier run left in '" + directory.path() + "' is still there: " + e.getMessage());
        }
    }
}
