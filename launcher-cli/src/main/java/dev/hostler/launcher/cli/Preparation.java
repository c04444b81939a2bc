package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.launcher.cli.client.LocalAgent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a run in this process needs in any case, done on a second thread while the first one reads the options. */
final class Preparation {
    private Preparation() {}

    /** Starts it, where there is a run and a second processor. Returns at once. */
    static void start(Map<String, String> environment, String... args) {
        if (isRun(args) && Runtime.getRuntime().availableProcessors() > 1) {
            Thread thread = new Thread(() -> run(environment, List.of(args)), "hostler-preparation");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static boolean isRun(String... args) {
        return args.length > 0 && args[0].equals("run") && !Arrays.asList(args).contains("--help");
    }

    /** An agent of this host would run the job: nothing is to be done then. */
    private static void run(Map<String, String> environment, List<String> args) {
        if (args.contains("--here") || LocalAgent.find(environment).isEmpty()) {
            try {
                Agent.prepare();
            } catch (RuntimeException | LinkageError e) {
                return; // what is wrong shows again, and is told, where the agent starts
            }
        }
    }
}
