package dev.hostler.launcher.cli.client;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hostler cancel}: ends a job early. Confined to one thread. */
@Command(name = "cancel", mixinStandardHelpOptions = true, description = "Cancels a job, with all that it has started.")
final class CancelCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The job's id.")
    private String id = "";

    CancelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        String state = server.server(console)
                .send("POST", Target.Kind.JOB.path(id) + "/cancel", Optional.empty())
                .path("state")
                .asText();
        console.line("job/" + id + (state.equals("FINISHED") ? " has ended" : " is being cancelled"));
        return 0;
    }
}
