package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what an agent has left that died while it made or removed the site of a job: directories that no stored job
 * knows, and the sandboxes that belong to them. Nothing else is touched. Confined to the start of the agent.
 */
final class StraySites {
    private static final Logger LOG = LoggerFactory.getLogger(StraySites.class);

    private final SitePlanner sites;
    private final Placement placement;

    StraySites(SitePlanner sites, Placement placement) {
        this.sites = sites;
        this.placement = placement;
    }

    /** Removes all strays; what can't be removed now is left for the next start. */
    void remove(Set<String> knownSandboxes) {
        List<String> strays = sites.existing().stream()
                .filter(id -> !knownSandboxes.contains(id))
                .toList();
        if (strays.isEmpty()) {
            return;
        }
        LOG.info("Removing what an earlier run has left of sandboxes {}", strays);
        try {
            placement.destroyAll(Set.copyOf(strays));
            strays.forEach(id -> sites.site(id).destroy());
        } catch (AgentException e) {
            LOG.warn("Leftovers stay until the next start: {}", e.getMessage());
        }
    }
}
