package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.node.Finding;
import dev.hostler.api.node.Finding.Level;
import dev.hostler.launcher.cli.exit.ExitCodes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hostler doctor}: what this host lacks. Confined to one thread. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Looks whether this host can do an agent's work, and says what to do where it can't.",
        footer = "%nEnds with 0 if nothing is in the way, also with warnings, and with 3 if there is a problem.")
final class DoctorCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final Function<AgentConfig, List<Finding>> examiner;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The agent's configuration file. Default: /etc/hostler/agent.yaml, if there is one.")
    Optional<String> file = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json: one JSON object on stdout. Default: ${DEFAULT-VALUE}.")
    OutputFormat output = OutputFormat.text;

    DoctorCommand(Invocation invocation) {
        this(invocation, Agent::examine);
    }

    /** Creates the command with somebody else who examines. */
    DoctorCommand(Invocation invocation, Function<AgentConfig, List<Finding>> examiner) {
        this.invocation = invocation;
        this.examiner = examiner;
    }

    @Override
    public Integer call() {
        AgentSettings settings = AgentSettings.read(ConfigFile.find(file, invocation), invocation);
        List<Finding> findings = examiner.apply(settings.agent());
        Lines out = new Lines(invocation.out());
        switch (output) {
            case json -> out.print(FindingLines.json(findings));
            case text -> FindingLines.text(findings).forEach(out::message);
        }
        boolean problem = findings.stream().anyMatch(finding -> finding.level() == Level.PROBLEM);
        return (problem ? ExitCodes.NOT_RUN : ExitCodes.SUCCESS).code();
    }
}
