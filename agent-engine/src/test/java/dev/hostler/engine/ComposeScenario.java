package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;

/** A whole agent that keeps Compose applications on the real engine by the real Compose, and counts its calls. */
abstract class ComposeScenario extends ContainerScenario {
    static final String WAIT = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    @Override
    AgentConfig.Builder config(Path data) {
        return super.config(data).provider("compose", Map.of("pull", "never", "compose-binary", countingCompose()));
    }

    private String countingCompose() {
        Path program = directory.resolve("compose-that-counts");
        try {
            Files.writeString(program, "#!/bin/sh\necho \"$@\" >>" + calls() + "\nexec docker-compose \"$@\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return program.toString();
    }

    private Path calls() {
        return directory.resolve("calls");
    }

    /** Returns the arguments of each call of Compose. */
    final List<String> composeCalls() throws IOException {
        return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
    }

    @AfterEach
    final void lookForNetworksAndFiles() throws IOException {
        assertThat(docker.client()
                        .listNetworksCmd()
                        .withFilter("label", List.of("dev.hostler.agent=" + agentId()))
                        .exec())
                .as("networks that are left")
                .isEmpty();
    }

    /** Two services that wait to be stopped; the second has a volume and needs the first to have ended. */
    static String shop(String word) {
        return """
                services:
                  init:
                    image: %1$s
                    network_mode: none
                    command: "true"
                  web:
                    image: %1$s
                    network_mode: none
                    command: ["sh", "-c", "echo started %2$s; %3$s"]
                    environment: [WORD, PATH_OF_OTHERS]
                    depends_on: {init: {condition: service_completed_successfully}}
                    volumes: ["data:/data"]
                volumes:
                  data: {}
                """.formatted(DockerHost.IMAGE, word, WAIT);
    }

    final Workload applied(String id, ComposeSpec spec) throws InterruptedException {
        Workload settled = settled(ApplyWorkload.of(id, spec));
        assertThat(settled.status().phase()).as("%s", settled.status()).isEqualTo(WorkloadPhase.RUNNING);
        return settled;
    }

    /** Returns the ids of the containers of the agent's applications, by their services. */
    final Map<String, String> services() {
        Map<String, String> services = new TreeMap<>();
        for (Container container : docker.containers("dev.hostler.agent", agentId())) {
            services.put(container.getLabels().get("com.docker.compose.service"), container.getId());
        }
        return services;
    }
}
