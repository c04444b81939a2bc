package dev.hostler.launcher.cli;

import dev.hostler.api.job.JobSpec;
import dev.hostler.launcher.cli.client.LocalAgent;
import dev.hostler.launcher.cli.exit.ExitCodes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hostler run}: runs one pipeline here and now. Confined to one thread. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs a pipeline in isolation and ends with its verdict.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0 success, 1 a step failed, 2 bad input, 3 could not be run, 4 lost,",
            "  70 internal error, 124 timed out, 130 interrupted"
        })
final class RunCommand implements Callable<Integer> {
    /** Steps that always run may still want some time after a cancel. */
    private static final Duration LIMIT = AgentConfigs.GRACE.plusSeconds(50);

    private static final String TOO_LATE =
            "The job did not end in " + LIMIT.toSeconds() + " s; the next 'hostler run' ends it and removes its files";

    private final Invocation invocation;
    private final StopSignal signal;

    @Mixin
    private final RunOptions options = new RunOptions();

    RunCommand(Invocation invocation, StopSignal signal) {
        this.invocation = invocation;
        this.signal = signal;
    }

    @Override
    public Integer call() throws InterruptedException {
        JobSpec job = JobSpecs.from(options, invocation);
        Cancellation cancellation = signal.listen(LIMIT, TOO_LATE);
        Optional<LocalAgent> agent = options.here ? Optional.empty() : LocalAgent.find(invocation.environment());
        JobOutput output = new JobOutput(options.output.rendering(invocation), cancellation);
        Optional<String> obstacle = HandOver.obstacle(job);
        if (agent.isPresent() && obstacle.isEmpty()) {
            Optional<Path> artifacts = options.artifacts.map(invocation::resolve);
            return ExitCodes.of(new HandOver(agent.get(), output, artifacts).run(job))
                    .code();
        }
        obstacle.filter(cause -> agent.isPresent())
                .ifPresent(cause -> output.rendering()
                        .notice("The agent on this host does not run this job: " + cause + "; this process does"));
        return ExitCodes.of(new RunSession(options, invocation, output).run(job))
                .code();
    }
}
