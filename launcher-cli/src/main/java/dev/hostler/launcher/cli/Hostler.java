package dev.hostler.launcher.cli;

import dev.hostler.api.error.Failure;
import dev.hostler.launcher.cli.bench.BenchCommand;
import dev.hostler.launcher.cli.client.ClientVerbs;
import dev.hostler.launcher.cli.client.Console;
import dev.hostler.launcher.cli.exit.ExitCodes;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

    /** Asked so often by programs that it is answered without looking at any command. */
    private static final Set<String> VERSION = Set.of("--version", "-V");

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
        System.setProperty(LogSetup.LEVEL, level.name());
    }

    /** Runs the command that the arguments name, and returns its exit code. Never throws. */
    int run(String... args) {
        if (args.length == 1 && VERSION.contains(args[0])) {
            new Lines(invocation.out()).print(Version.text());
            return ExitCodes.SUCCESS.code();
        }
        Rendering rendering = OutputFormat.askedFor(args).rendering(invocation);
        try (StopSignal signal = new StopSignal(invocation)) {
            return commandLine(rendering, signal, args).execute(args);
        } catch (Error defect) { // picocli passes on a missing class, no memory
            return failed(defect, rendering);
        }
    }

    /**
     * Returns the command with those sub-commands that the arguments may need: the one that comes first, or else all, which
     * takes several times as long to start.
     */
    CommandLine commandLine(Rendering rendering, StopSignal signal, String... args) {
        CommandLine commands = new CommandLine(this);
        Map<String, Supplier<Callable<Integer>>> all = commands(signal);
        Optional<String> first = Stream.of(args)
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .filter(all::containsKey);
        first.ifPresentOrElse(
                name -> commands.addSubcommand(
                        Objects.requireNonNull(all.get(name)).get()),
                () -> addAll(commands, all));
        return commands.setOut(new PrintWriter(invocation.out(), true))
                .setErr(new PrintWriter(invocation.err(), true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((wrong, arguments) -> refused(wrong, rendering))
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, rendering));
    }

    private Map<String, Supplier<Callable<Integer>>> commands(StopSignal signal) {
        Map<String, Supplier<Callable<Integer>>> all = new LinkedHashMap<>();
        all.put("run", () -> new RunCommand(invocation, signal));
        all.put("agent", () -> new AgentCommand(invocation, signal));
        all.put("doctor", () -> new DoctorCommand(invocation));
        all.put("runner", () -> new RunnerCommand(invocation, signal));
        all.put(
                "bench",
                () -> new BenchCommand(
                        invocation.environment(), invocation.out(), invocation.err(), invocation.agents()));
        all.put("keygen", () -> new KeygenCommand(invocation));
        all.put("schema", () -> new SchemaCommand(invocation));
        Console console =
                new Console(invocation.environment(), invocation.directory(), invocation.out(), invocation.err());
        all.putAll(ClientVerbs.all(console));
        return all;
    }

    private static void addAll(CommandLine commands, Map<String, Supplier<Callable<Integer>>> all) {
        all.values().forEach(command -> commands.addSubcommand(command.get()));
        commands.addSubcommand(new GenerateCompletion());
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
