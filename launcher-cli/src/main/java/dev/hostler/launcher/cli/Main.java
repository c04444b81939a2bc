package dev.hostler.launcher.cli;

/** The process: arguments in, exit code out. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new Hostler(Invocation.ofThisProcess()).run(args));
    }
}
