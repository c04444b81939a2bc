package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hostler why}: why something is as it is. Confined to one thread. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description =
                "Says why a workload or a job is pending, has failed or waits, what was done last, and what is next.")
final class WhyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "workload/ID, job/ID, or the id alone.")
    private String name = "";

    WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Server agent = server.server(console);
        Target target = Target.find(agent, name);
        if (target.kind() == Target.Kind.WORKLOAD) {
            Reasons.ofWorkload(target.found(), last(agent.get(target.path() + "/actions")))
                    .forEach(console::line);
        } else {
            Reasons.ofJob(target.found(), agent.get("/v1/node")).forEach(console::line);
        }
        return 0;
    }

    private static JsonNode last(JsonNode answer) {
        JsonNode actions = answer.path("actions");
        return actions.path(actions.size() - 1);
    }
}
