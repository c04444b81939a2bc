package dev.hostler.launcher.cli.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** All verbs for an agent that runs. */
public final class ClientVerbs {
    private ClientVerbs() {}

    /** Returns what makes the command of each verb, by the verb. */
    public static Map<String, Supplier<Callable<Integer>>> all(Console console) {
        Map<String, Supplier<Callable<Integer>>> verbs = new LinkedHashMap<>();
        verbs.put("apply", () -> new ApplyCommand(console));
        verbs.put("get", () -> new GetCommand(console));
        verbs.put("describe", () -> new DescribeCommand(console));
        verbs.put("why", () -> new WhyCommand(console));
        verbs.put("logs", () -> new LogsCommand(console));
        verbs.put("submit", () -> new SubmitCommand(console));
        verbs.put("cancel", () -> new CancelCommand(console));
        verbs.put("delete", () -> new DeleteCommand(console));
        verbs.put("events", () -> new EventsCommand(console));
        verbs.put("sweep", () -> new SweepCommand(console));
        verbs.put("drain", () -> new DrainCommand(console));
        return verbs;
    }
}
