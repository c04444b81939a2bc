package dev.hostler.launcher.cli.client;

import java.util.List;
import java.util.concurrent.Callable;

/** All verbs for an agent that runs. */
public final class ClientVerbs {
    private ClientVerbs() {}

    /** Returns a command for each verb. */
    public static List<Callable<Integer>> all(Console console) {
        return List.of(
                new ApplyCommand(console),
                new GetCommand(console),
                new DescribeCommand(console),
                new WhyCommand(console),
                new LogsCommand(console),
                new SubmitCommand(console),
                new CancelCommand(console),
                new DeleteCommand(console),
                new EventsCommand(console),
                new SweepCommand(console),
                new DrainCommand(console));
    }
}
