package dev.hostler.engine.executor.docker;

import java.util.Map;

/**
 * How a sandbox's container says whose it is. Immutable.
 *
 * @param agentId the agent
 */
record Labels(String agentId) {
    /** Names the agent. */
    static final String AGENT = "dev.hostler.agent";

    /** Names the sandbox. */
    static final String SANDBOX = "dev.hostler.sandbox";

    Map<String, String> of(String sandbox) {
        return Map.of(AGENT, agentId, SANDBOX, sandbox);
    }

    /** Returns what all containers of the agent's sandboxes carry. */
    Map<String, String> mine() {
        return Map.of(AGENT, agentId);
    }
}
