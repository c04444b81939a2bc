package dev.hostler.launcher.cli;

import dev.hostler.launcher.cli.exit.ExitCodes;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hostler agent}: serves until it is told to stop. Confined to one thread. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Takes care of this host's work until it is stopped, with all doors that its configuration names.")
final class AgentCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final StopSignal signal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file. Default: /etc/hostler/agent.yaml, if there is one.")
    Optional<String> file = Optional.empty();

    @Option(names = "--check-config", description = "Say whether the configuration is in order, and start nothing.")
    boolean checkOnly;

    AgentCommand(Invocation invocation, StopSignal signal) {
        this.invocation = invocation;
        this.signal = signal;
    }

    @Override
    public Integer call() throws InterruptedException {
        logLikeAService();
        AgentSettings settings = AgentSettings.read(ConfigFile.find(file, invocation), invocation);
        Doors doors = Doors.found(settings.classLoader());
        doors.requireAll(settings.doors().keySet());
        Lines out = new Lines(invocation.out());
        if (checkOnly) {
            out.print("The configuration is in order: " + settings);
            return ExitCodes.SUCCESS.code();
        }
        new AgentSession(settings, doors, invocation, out).serve(signal);
        return ExitCodes.SUCCESS.code();
    }

    /** What an agent does on its own is worth a line, unless the operator has said what is. */
    private void logLikeAService() {
        if (!spec.commandLine().getParseResult().hasMatchedOption("--log-level")
                && !spec.root().commandLine().getParseResult().hasMatchedOption("--log-level")) {
            System.setProperty(LogSetup.LEVEL, "info");
        }
    }
}
