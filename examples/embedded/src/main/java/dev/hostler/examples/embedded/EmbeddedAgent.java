package dev.hostler.examples.embedded;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobSpec;
import java.nio.file.Path;
import java.time.Duration;

/** An agent inside an application: it checks out a repository, builds it and says how that went. */
public final class EmbeddedAgent {
    private EmbeddedAgent() {}

    /** Builds the repository named by the first argument, with the command given by the second. */
    public static void main(String[] args) throws InterruptedException {
        AgentConfig config = AgentConfig.builder(Path.of(args[2])).build();
        try (Agent agent = Agent.start(config)) {
            JobHandle job = agent.submit(JobSpec.builder("build")
                    .checkout(args[0], "HEAD")
                    .run(args[1])
                    .timeout(Duration.ofMinutes(20))
                    .build());
            job.followLog(line -> System.out.println(line.text()));
            System.out.println(job.await().conclusion());
        }
    }
}
