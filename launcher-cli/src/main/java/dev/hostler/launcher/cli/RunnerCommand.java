package dev.hostler.launcher.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hostler runner}: one Actions runner for one job on this host. Confined to one thread. */
@Command(
        name = "runner",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Fetches, registers and runs one Actions runner, and says what became of it.",
        footerHeading = "%nSettings are variables that start with HOSTLER_RUNNER_; docs/runner.md lists them.%n"
                + "%nExit codes:%n",
        footer = {
            "  0 it has served a job, 1 it has not, 2 bad input, 3 it could not be fetched,",
            "  70 internal error, 124 its time was over, 130 interrupted"
        })
final class RunnerCommand implements Callable<Integer> {
    private static final Duration MARGIN = Duration.ofSeconds(50);
    private static final String TOO_LATE =
            "The runner did not end in time; the next 'hostler runner' goes on with it from here";

    private final Invocation invocation;
    private final StopSignal signal;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "A file with lines NAME=VALUE, for variables that are not set; others must not read it.")
    Optional<String> file = Optional.empty();

    RunnerCommand(Invocation invocation, StopSignal signal) {
        this.invocation = invocation;
        this.signal = signal;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunnerSettings settings = RunnerSettings.read(file.map(invocation::resolve), invocation);
        Cancellation cancellation = signal.listen(settings.stopGrace().plus(MARGIN), TOO_LATE);
        return new RunnerSession(settings, invocation, cancellation).run().code();
    }
}
