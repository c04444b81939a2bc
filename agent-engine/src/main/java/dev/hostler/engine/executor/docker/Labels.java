package dev.hostler.engine.executor.docker;

import java.util.List;
import java.util.Map;

/**
 * How a sandbox's containers and network say whose they are. Immutable.
 *
 * @param agentId the agent
 */
record Labels(String agentId) {
    /** Names the agent. */
    static final String AGENT = "dev.hostler.agent";

    /** Names the sandbox. */
    static final String SANDBOX = "dev.hostler.sandbox";

    /** Names a service; the container in which the steps run has none. */
    static final String SERVICE = "dev.hostler.service";

    Map<String, String> of(String sandbox) {
        return Map.of(AGENT, agentId, SANDBOX, sandbox);
    }

    Map<String, String> ofService(String sandbox, String alias) {
        return Map.of(AGENT, agentId, SANDBOX, sandbox, SERVICE, alias);
    }

    /** Returns the filter for what belongs to one sandbox. */
    List<String> filterOf(String sandbox) {
        return List.of(AGENT + "=" + agentId, SANDBOX + "=" + sandbox);
    }

    /** Returns the filter for all containers and networks of the agent's sandboxes, as opposed to its workloads. */
    List<String> mine() {
        return List.of(AGENT + "=" + agentId, SANDBOX);
    }
}
