package dev.hostler.launcher.grpc;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.launcher.grpc.settings.GrpcSettings;
import dev.hostler.launcher.grpc.tls.DevCertificates;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One agent with the one door for gRPC, from start to stop. Confined to one thread. */
final class GrpcLauncher {
    private static final int BAD_INPUT = 2;
    private static final int NOT_RUN = 3;
    private static final String HELP = """
            Usage: java -jar launcher-grpc-VERSION-all.jar [--standalone]
                   java -jar launcher-grpc-VERSION-all.jar dev-certs DIRECTORY [HOST...]
                   java -jar launcher-grpc-VERSION-all.jar --help | --version
            Keeps this host's workloads until it is stopped, as a node of a Persys cluster. It is told what to do by its
            environment, and by a file agent_config.yaml: see docs/grpc.md.
              --standalone  calls no scheduler, whatever is set
              dev-certs     makes certificates for a trial: an authority, the node's, and a client's
            """;

    /** What letting go of the workloads takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    GrpcLauncher(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Serves until a signal comes; returns the exit code. */
    int run(String... args) {
        try {
            return run(List.of(args));
        } catch (AgentException refused) {
            err.println(refused.getMessage());
            return refused.code().category() == ErrorCode.Category.USER ? BAD_INPUT : NOT_RUN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_RUN;
        }
    }

    private int run(List<String> args) throws InterruptedException {
        String first = args.isEmpty() ? "" : args.get(0);
        if (first.equals("dev-certs") && args.size() > 1) {
            makeCertificates(args);
            return 0;
        }
        if (first.equals("--version") && args.size() == 1) {
            out.println("hostler " + Version.text() + " (Java " + Runtime.version() + ")");
            return 0;
        }
        boolean alone = List.of("--standalone", "-standalone").contains(first) && args.size() == 1;
        if (!alone && !args.isEmpty()) {
            boolean asked = first.equals("--help");
            (asked ? out : err).print(HELP);
            return asked ? 0 : BAD_INPUT;
        }
        serve(alone ? GrpcSettings::standalone : UnaryOperator.identity());
        return 0;
    }

    private void makeCertificates(List<String> args) {
        List<String> hosts = new ArrayList<>(args.subList(2, args.size()));
        DevCertificates.write(Path.of(args.get(1)), hosts);
        out.println("Certificates for a trial are in " + args.get(1) + ": ca.crt, agent.crt, agent.key, client.crt,"
                + " client.key. Whoever has a key of them is believed: keep them from others");
    }

    private void serve(UnaryOperator<GrpcSettings> change) throws InterruptedException {
        GrpcSettings told = change.apply(GrpcSettings.of(environment, Map.of()));
        // Before anything logs for the first time: logback.xml reads it.
        System.setProperty("hostler.logLevel", told.logLevel());
        GrpcDoor opened = new GrpcDoor(environment, change);
        AgentConfig.Builder builder = AgentOf.settings(told);
        opened.prepare(builder);
        AgentConfig config = builder.build();
        try (StopSignal signal = StopSignal.listen(config.cancelGrace().plus(PATIENCE));
                Agent agent = Agent.start(config);
                GrpcDoor door = opened) {
            door.open(agent, Map.of());
            out.println("The agent serves on port " + door.port() + ", metrics on port " + door.metricsPort());
            signal.await();
            agent.drain();
        }
        out.println("The agent has stopped");
    }
}
