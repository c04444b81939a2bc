package dev.hostler.launcher.cli.client;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the agent is. Confined to one thread. */
final class ServerOptions {
    private static final String USUAL = "http://127.0.0.1:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The agent's address, also unix:///path. Default: $HOSTLER_SERVER, or the socket of the agent"
                    + " that runs on this host, or " + USUAL + ".")
    private Optional<String> server = Optional.empty();

    /** Returns the way to the agent; the key is taken from the environment alone, since others can see arguments. */
    Server server(Console console) {
        String address = server.or(() -> console.variable("HOSTLER_SERVER"))
                .or(() -> AgentSocket.find(console.environment()).map(path -> "unix://" + path))
                .orElse(USUAL);
        return Server.at(address, console.variable("HOSTLER_API_KEY").or(() -> console.variable("AGENT_API_KEY")));
    }
}
