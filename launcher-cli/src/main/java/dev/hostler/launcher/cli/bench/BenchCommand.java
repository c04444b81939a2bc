package dev.hostler.launcher.cli.bench;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hostler bench}: measures jobs next to the plain tools. Confined to one thread. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures jobs on this host next to 'docker run' and the raw Engine API, in turns; cleans up.")
public final class BenchCommand implements Callable<Integer> {
    private static final String UNIX = "unix://";
    private static final String USUAL = "unix:///var/run/docker.sock";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Function<AgentConfig, Agent> agents;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "The image, with a shell; it has to be here. Default: busybox, alpine, debian or ubuntu.")
    private Optional<String> image = Optional.empty();

    @Option(names = "--full", description = "Measure as long as good figures take: ten minutes and more.")
    private boolean full;

    @Option(names = "--pool", paramLabel = "NUMBER", description = "How many sandboxes may stand ready. Default: 4.")
    private int pool = 4;

    @Option(names = "--jobs", paramLabel = "NUMBER", description = "How many warm jobs. Default: 40, full 200.")
    private Optional<Integer> jobs = Optional.empty();

    @Option(names = "--spacing", paramLabel = "MS", description = "The time between warm jobs. Default: 500.")
    private int spacing = 500;

    @Option(names = "--single", paramLabel = "NUMBER", description = "How many cold jobs. Default: 10, full 50.")
    private Optional<Integer> single = Optional.empty();

    @Option(names = "--callers", paramLabel = "NUMBER", description = "How many callers at one time. Default: 8.")
    private int callers = 8;

    @Option(names = "--batch", paramLabel = "NUMBER", description = "Their jobs in each turn. Default: 16, full 200.")
    private Optional<Integer> batch = Optional.empty();

    @Option(names = "--megabytes", paramLabel = "NUMBER", description = "How much output. Default: 50, full 200.")
    private Optional<Integer> megabytes = Optional.empty();

    @Option(names = "--turns", paramLabel = "NUMBER", description = "How many turns. Default: 3.")
    private int turns = 3;

    @Option(names = "--json", description = "Print one JSON object in place of the table.")
    private boolean json;

    /**
     * Creates the command.
     *
     * @param agents starts an agent
     */
    public BenchCommand(
            Map<String, String> environment, PrintStream out, PrintStream err, Function<AgentConfig, Agent> agents) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.agents = agents;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireSense();
        Path socket = socket();
        try {
            BenchPlan plan = plan(BenchImage.choose(socket, image));
            Report report = measure(plan, socket);
            (json ? List.of(report.json()) : report.lines()).forEach(line -> out.print(line + "\n"));
            out.flush();
            return 0;
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "measure with Docker at",
                            socket.toString(),
                            String.valueOf(e.getMessage()),
                            "see whether Docker runs and this user may use its socket: docker version")
                    .toException(e);
        }
    }

    private BenchPlan plan(String chosen) {
        return new BenchPlan(
                chosen,
                pool,
                jobs.orElse(full ? 200 : 40),
                Duration.ofMillis(spacing),
                single.orElse(full ? 50 : 10),
                callers,
                batch.orElse(full ? 200 : 16),
                megabytes.orElse(full ? 200 : 50),
                turns);
    }

    private void requireSense() {
        requireSome("--jobs", jobs.orElse(1));
        requireSome("--single", single.orElse(1));
        requireSome("--callers", callers);
        requireSome("--batch", batch.orElse(1));
        requireSome("--megabytes", megabytes.orElse(1));
        requireSome("--turns", turns);
        if (pool < 0 || spacing < 0) {
            throw wrong(pool < 0 ? "--pool" : "--spacing", Math.min(pool, spacing), "it is less than 0");
        }
    }

    private static void requireSome(String option, int value) {
        if (value < 1) {
            throw wrong(option, value, "it is less than 1");
        }
    }

    private static RuntimeException wrong(String option, int value, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept option " + option,
                        String.valueOf(value),
                        cause,
                        "give a larger number")
                .toException();
    }

    private Path socket() {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        String address = host.isEmpty() ? USUAL : host;
        if (!address.startsWith(UNIX)) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "measure with Docker at",
                            address,
                            "it is no socket of this host",
                            "unset DOCKER_HOST, or name a socket (unix://PATH)")
                    .toException();
        }
        return Path.of(address.substring(UNIX.length()));
    }

    private Report measure(BenchPlan plan, Path socket) throws IOException, InterruptedException {
        Report report = new Report();
        report.about("image", plan.image());
        report.about("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        report.about("load before", load());
        try (BenchSite site = BenchSite.open(plan, socket, agents)) {
            new Bench(plan, site, line -> err.print(line + "\n"), report).run();
        }
        report.about("load after", load());
        return report;
    }

    private static String load() throws IOException {
        Path load = Path.of("/proc/loadavg");
        return Files.exists(load) ? Files.readString(load).strip() : "unknown";
    }
}
