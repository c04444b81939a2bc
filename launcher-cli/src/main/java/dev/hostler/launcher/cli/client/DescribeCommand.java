package dev.hostler.launcher.cli.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hostler describe}: all that is known of one thing. Confined to one thread. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Shows all that is known of a workload or a job, and what was done for it.")
final class DescribeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "workload/ID, job/ID, or the id alone.")
    private String name = "";

    DescribeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Server agent = server.server(console);
        Target target = Target.find(agent, name);
        console.line(Documents.yaml(target.found()));
        if (target.kind() == Target.Kind.WORKLOAD) {
            console.line(Documents.yaml(agent.get(target.path() + "/actions")));
        }
        return 0;
    }
}
