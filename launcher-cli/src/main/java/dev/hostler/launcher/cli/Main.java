package dev.hostler.launcher.cli;

/** The process: arguments in, exit code out. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Invocation invocation = Invocation.ofThisProcess();
        Preparation.start(invocation.environment(), args);
        System.exit(new Hostler(invocation).run(args));
    }
}
