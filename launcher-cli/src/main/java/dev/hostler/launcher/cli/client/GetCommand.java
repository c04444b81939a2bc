package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hostler get}: what is there. Confined to one thread. */
@Command(name = "get", mixinStandardHelpOptions = true, description = "Shows workloads, jobs or the node.")
final class GetCommand implements Callable<Integer> {
    /** What can be shown. */
    enum What {
        workloads,
        jobs,
        node
    }

    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
    private What what = What.workloads;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "One of them. Default: all.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private View view = View.table;

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Server agent = server.server(console);
        switch (what) {
            case workloads -> show(agent, "/v1/workloads", Columns::workloads);
            case jobs -> show(agent, "/v1/jobs", Columns::jobs);
            case node -> {
                JsonNode node = agent.get("/v1/node");
                view.show(console, node, List.of(node), all -> Columns.node(node));
            }
        }
        return 0;
    }

    private void show(Server agent, String path, Function<Iterable<JsonNode>, Table> columns)
            throws InterruptedException {
        if (id.isPresent()) {
            JsonNode one = agent.get(path + "/" + Server.part(id.get()));
            view.show(console, one, List.of(one), columns);
        } else {
            JsonNode answer = agent.get(path);
            view.show(console, answer, answer.path(what.name()), columns);
        }
    }
}
