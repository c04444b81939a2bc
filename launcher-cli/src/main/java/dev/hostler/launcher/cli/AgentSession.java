package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** One agent and its doors, from start to stop. Confined to one thread. */
final class AgentSession {
    /** What letting go of the jobs takes, beside their own grace. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final AgentSettings settings;
    private final Doors doors;
    private final Invocation invocation;
    private final Lines out;

    AgentSession(AgentSettings settings, Doors doors, Invocation invocation, Lines out) {
        this.settings = settings;
        this.doors = doors;
        this.invocation = invocation;
        this.out = out;
    }

    /** Serves until a signal comes. Then nothing new is taken, and running jobs are left or cancelled, as is set. */
    void serve(StopSignal signal) throws InterruptedException {
        Duration limit = settings.agent().cancelGrace().plus(MARGIN);
        CountDownLatch stop = new CountDownLatch(1);
        signal.listen(limit, "The agent did not stop in time; its next start goes on from here")
                .onRequest(stop::countDown);
        Agent agent = invocation.agents().apply(settings.agentFor(doors));
        Lines err = new Lines(invocation.err());
        try (agent) {
            doors.open(settings.doorsWithState(), agent);
            out.print("The agent serves: " + settings);
            stop.await();
            out.print(
                    settings.agent().onClose() == AgentConfig.OnClose.DETACH
                            ? "The agent stops; running jobs go on, and its next start takes them up"
                            : "The agent stops; running jobs are cancelled");
            agent.drain();
            doors.close(trouble -> err.message(String.valueOf(trouble.getMessage())));
        }
        out.print("The agent has stopped");
    }
}
