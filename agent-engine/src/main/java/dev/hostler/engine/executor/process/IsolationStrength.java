package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.SandboxCapability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How far processes can be kept apart on this host, the strongest first. */
enum IsolationStrength {
    /** Namespaces made by root, each sandbox with a user of its own. */
    OWN_USER("own PID and mount namespace, own user", List.of()),
    /** Namespaces made by root, for the agent's user. */
    AGENT_USER("own PID and mount namespace, the agent's user", List.of()),
    /** Namespaces inside a user namespace, for an agent that is not root. */
    USER_NAMESPACE(
            "own user, PID and mount namespace, the agent's user",
            List.of("--user", "--map-current-user", "--keep-caps")),
    /** No namespace at all. */
    SESSION("plain session: steps run as the agent's user and can reach its files and processes", List.of());

    private static final List<String> NAMESPACES =
            List.of("--fork", "--pid", "--mount", "--ipc", "--uts", "--kill-child", "--mount-proc");

    private final String words;
    private final List<String> user;

    IsolationStrength(String words, List<String> user) {
        this.words = words;
        this.user = user;
    }

    /** Says it to people. */
    String words() {
        return words;
    }

    boolean hasNamespaces() {
        return this != SESSION;
    }

    /** Returns the command that runs another one in new namespaces; see unshare(1). */
    List<String> unshare(boolean network) {
        List<String> command = new ArrayList<>(List.of("unshare"));
        command.addAll(user);
        command.addAll(NAMESPACES);
        if (!network) {
            command.add("--net");
        }
        return command;
    }

    Set<SandboxCapability> capabilities() {
        return hasNamespaces()
                ? EnumSet.of(SandboxCapability.SHARED_FILES, SandboxCapability.OWN_PROCESS_TREE)
                : EnumSet.of(SandboxCapability.SHARED_FILES);
    }
}
