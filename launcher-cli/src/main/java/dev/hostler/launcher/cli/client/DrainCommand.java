package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hostler drain}: no more new work. Confined to one thread. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = "Lets the agent take no new work until it is started again; what was accepted goes on.")
final class DrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    DrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode node = server.server(console).send("POST", "/v1/drain", Optional.empty());
        console.line("the agent takes no new work; " + node.path("runningJobs").asText() + " jobs run and "
                + node.path("queuedJobs").asText() + " wait");
        return 0;
    }
}
