package dev.hostler.launcher.grpc;

/** The process: environment in, an agent that serves, exit code out. */
public final class Main {
    private Main() {}

    /** Serves until it is told to stop, and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new GrpcLauncher(System.getenv(), System.out, System.err).run(args));
    }
}
