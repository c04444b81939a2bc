package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hostler delete}: wants a workload no more. Confined to one thread. */
@Command(name = "delete", mixinStandardHelpOptions = true, description = "Removes a workload, and keeps its data.")
final class DeleteCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The workload's id.")
    private String id = "";

    @Option(names = "--data", description = "Remove its managed volumes too, save those that are to be retained.")
    private boolean withData;

    DeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode left = server.server(console)
                .send("DELETE", Target.Kind.WORKLOAD.path(id) + "?data=" + withData, Optional.empty());
        console.line("workload/" + id + (left.has("id") ? " is being removed" : " is not there"));
        return 0;
    }
}
