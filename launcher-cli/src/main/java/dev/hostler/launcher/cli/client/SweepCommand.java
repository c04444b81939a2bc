package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hostler sweep}: removes what nobody needs any more. Confined to one thread. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = "Removes caches and images that the agent has kept or fetched and nobody has used for long.")
final class SweepCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--dry-run", description = "Only shows what would go.")
    private boolean dryRun;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private View view = View.table;

    SweepCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Server agent = server.server(console);
        JsonNode answer = dryRun ? agent.get("/v1/leftovers") : agent.send("POST", "/v1/sweep", Optional.empty());
        view.show(console, answer, answer.path("leftovers"), Columns::leftovers);
        return 0;
    }
}
