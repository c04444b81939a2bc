package dev.hostler.launcher.cli;

import dev.hostler.api.error.Failure;
import dev.hostler.launcher.cli.bench.BenchCommand;
import dev.hostler.launcher.cli.client.ClientVerbs;
import dev.hostler.launcher.cli.client.Console;
import dev.hostler.launcher.cli.exit.ExitCodes;
import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code hostler}: what all sub-commands share. Confined to one thread. */
@Command(
        name = "hostler",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Takes care of this host's work: CI jobs in isolation, and workloads that are kept true.")
final class Hostler implements Runnable {
    enum LogLevel {
        error,
        warn,
        info,
        debug,
        trace
    }

    private final Invocation invocation;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "With an error, print the stack trace too.")
    private boolean stacktrace;

    Hostler(Invocation invocation) {
        this.invocation = invocation;
    }

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "warn",
            scope = ScopeType.INHERIT,
            description = "What hostler itself logs to stderr: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    void logLevel(LogLevel level) {
        System.setProperty("hostler.logLevel", level.name()); // read by logback.xml
    }

    /** Runs the command that the arguments name, and returns its exit code. Never throws. */
    int run(String... args) {
        Rendering rendering = OutputFormat.askedFor(args).rendering(invocation);
        try (StopSignal signal = new StopSignal(invocation)) {
            return commandLine(rendering, signal).execute(args);
        } catch (Error defect) { // picocli passes on a missing class, no memory
            return failed(defect, rendering);
        }
    }

    CommandLine commandLine(Rendering rendering, StopSignal signal) {
        CommandLine commands = new CommandLine(this)
                .addSubcommand(new RunCommand(invocation, signal))
                .addSubcommand(new AgentCommand(invocation, signal))
                .addSubcommand(new DoctorCommand(invocation))
                .addSubcommand(new RunnerCommand(invocation, signal))
                .addSubcommand(new KeygenCommand(invocation))
                .addSubcommand(new BenchCommand(
                        invocation.environment(), invocation.out(), invocation.err(), invocation.agents()))
                .addSubcommand(new SchemaCommand(invocation))
                .addSubcommand(new GenerateCompletion());
        Console console =
                new Console(invocation.environment(), invocation.directory(), invocation.out(), invocation.err());
        ClientVerbs.all(console).forEach(commands::addSubcommand);
        return commands.setOut(new PrintWriter(invocation.out(), true))
                .setErr(new PrintWriter(invocation.err(), true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((wrong, args) -> refused(wrong, rendering))
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, rendering));
    }

    /** Without a sub-command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No command is given");
    }

    private int refused(ParameterException wrong, Rendering rendering) {
        return failed(UsageFailure.of(wrong).toException(wrong), rendering);
    }

    private int failed(Throwable thrown, Rendering rendering) {
        Failure failure = Failures.of(thrown);
        if (stacktrace) {
            thrown.printStackTrace(invocation.err());
        }
        rendering.failure(failure);
        return ExitCodes.of(failure).code();
    }
}
