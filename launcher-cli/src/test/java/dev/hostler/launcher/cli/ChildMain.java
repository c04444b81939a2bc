package dev.hostler.launcher.cli;

import java.nio.file.Path;
import java.util.List;

/** The command as a process, with a job that prints a line, or more if it is chatty, and waits for its cancel. */
final class ChildMain {
    private ChildMain() {}

    public static void main(String[] args) throws InterruptedException {
        Invocation real = Invocation.ofThisProcess();
        if (args[0].equals("hold")) {
            RunDirectory directory =
                    new RunDirectories(Path.of(real.environment().get("HOSTLER_DATA_DIR"))).open();
            new Lines(real.out()).print(directory.path().toString());
            Thread.currentThread().join(); // for ever
        }
        FakeJob job = new FakeJob(List.of("first"), cancelled -> cancelled ? Results.cancelled() : Results.succeeded());
        FakeJob playing = args[0].equals("chatty") ? job.chattering() : job.untilCancelled();
        Invocation fake = new Invocation(
                real.environment(),
                real.directory(),
                real.in(),
                real.out(),
                real.err(),
                false,
                config -> new FakeAgent(config, playing));
        String[] rest = List.of(args).subList(1, args.length).toArray(new String[0]);
        System.exit(new Hostler(fake).run(rest));
    }
}
