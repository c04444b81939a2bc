package dev.hostler.launcher.cli;

import dev.hostler.api.job.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code hostler run}, as they were given. Filled by picocli, then only read. */
final class RunOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The pipeline file on this host; - reads stdin. Without it, the repository's own.")
    Optional<String> file = Optional.empty();

    @Option(
            names = "--repo",
            paramLabel = "PATH|URL",
            description = "The git repository to check out. Without it, the workspace is empty.")
    Optional<String> repo = Optional.empty();

    @Option(names = "--ref", paramLabel = "REF", description = "The branch, tag or commit to check out. Default: HEAD.")
    Optional<String> ref = Optional.empty();

    @Option(
            names = "--dirty",
            description = "With a local --repo: its files as they are now, without those that git ignores.")
    boolean dirty;

    @Option(
            names = "--isolation",
            paramLabel = "ID",
            defaultValue = "auto",
            description = "auto, docker or process. auto takes Docker if it answers; process only for jobs that name no"
                    + " image. Default: ${DEFAULT-VALUE}.")
    String isolation = "auto";

    @Option(names = "--image", paramLabel = "IMAGE", description = "The image to run in; wins over the pipeline's.")
    Optional<String> image = Optional.empty();

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME[=VALUE]",
            description = "A variable for all steps; without a value, this process's own. Repeatable.")
    List<String> env = new ArrayList<>();

    @Option(
            names = "--secret",
            paramLabel = "NAME",
            description = "Let the pipeline use the secret NAME; its value is read from the environment variable NAME"
                    + " and masked in the output. Repeatable.")
    List<String> secrets = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long the job may run, such as 90s or 1h30m; wins over the pipeline's. Default: 1h.")
    Optional<Duration> timeout = Optional.empty();

    @Option(
            names = "--cpus",
            paramLabel = "NUMBER",
            description = "How many processors the job may use, such as 2 or 0.5; wins over the pipeline's.")
    Optional<Double> cpus = Optional.empty();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = Sizes.class,
            description = "How much memory the job may use, such as 512MiB or 2GiB; wins over the pipeline's.")
    Optional<ByteSize> memory = Optional.empty();

    @Option(
            names = "--processes",
            paramLabel = "NUMBER",
            description = "How many processes the job may have at one time; wins over the pipeline's.")
    Optional<Integer> processes = Optional.empty();

    @Option(names = "--no-network", description = "Run the steps without any network.")
    boolean noNetwork;

    @Option(
            names = "--artifacts",
            paramLabel = "DIR",
            description = "Where to put the job's artifacts. Without it, they are not kept.")
    Optional<String> artifacts = Optional.empty();

    @Option(
            names = "--here",
            description = "Run the job in this process, also if an agent runs on this host that could take it.")
    boolean here;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json: one JSON object on stdout and the job's output on stderr."
                    + " Default: ${DEFAULT-VALUE}.")
    OutputFormat output = OutputFormat.text;
}
