package dev.hostler.launcher.http;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.launcher.http.tls.TlsIdentity;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/** One agent with the one door for HTTP, from start to stop. Confined to one thread. */
final class HttpLauncher {
    private static final int BAD_INPUT = 2;
    private static final int NOT_RUN = 3;
    private static final String HELP = """
            Usage: java -jar launcher-http-VERSION-all.jar [--help | --version]
            Takes care of this host's work until it is stopped, with a door for HTTP. It is told what to do by its
            environment, and by a file .envrc in the working directory or above: see docs/http.md.
            """;

    /** What letting go of the jobs takes, beside their own grace. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Environment environment;
    private final PrintStream out;
    private final PrintStream err;

    HttpLauncher(Environment environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Serves until a signal comes; returns the exit code. */
    int run(String... args) {
        if (args.length == 1 && args[0].equals("--version")) {
            out.println("hostler " + Version.text() + " (Java " + Runtime.version() + ")");
            return 0;
        }
        if (args.length > 0) {
            boolean asked = args[0].equals("--help");
            (asked ? out : err).print(HELP);
            return asked ? 0 : BAD_INPUT;
        }
        try {
            HttpDoor door = new HttpDoor(environment);
            AgentConfig.Builder config = AgentVariables.config(environment);
            door.prepare(config);
            serve(config.build(), door);
            return 0;
        } catch (AgentException refused) {
            err.println(refused.getMessage());
            return refused.code().category() == ErrorCode.Category.USER ? BAD_INPUT : NOT_RUN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_RUN;
        }
    }

    private void serve(AgentConfig config, HttpDoor opened) throws InterruptedException {
        Map<String, String> settings = Map.of(
                "state_directory", config.dataDirectory().resolve("doors/http").toString());
        // A door that can't be opened is refused before anything is taken up.
        HttpSettings.of(settings, environment).tls().ifPresent(TlsIdentity::load);
        try (StopSignal signal = StopSignal.listen(config.cancelGrace().plus(MARGIN));
                Agent agent = Agent.start(config);
                HttpDoor door = opened) {
            door.open(agent, settings);
            out.println("The agent serves on port " + door.port());
            signal.await();
            agent.drain();
        }
        out.println("The agent has stopped");
    }
}
