package dev.hostler.launcher.cli.client;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hostler logs}: what something has printed. Confined to one thread. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Prints the log of a workload or a job.")
final class LogsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "workload/ID, job/ID, or the id alone.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the job ends, or you stop.")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "LINES", description = "Only the last lines, of a workload.")
    private Optional<Integer> tail = Optional.empty();

    LogsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Server agent = server.server(console);
        Target target = Target.find(agent, name);
        String lines = target.kind() == Target.Kind.WORKLOAD
                ? tail.map(count -> "&tail=" + count).orElse("")
                : "";
        agent.follow(target.path() + "/log?follow=" + follow + lines, "text/plain", console::line);
        return 0;
    }
}
