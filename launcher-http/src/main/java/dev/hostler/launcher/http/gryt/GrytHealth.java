package dev.hostler.launcher.http.gryt;

import dev.hostler.api.Agent;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.launcher.http.server.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The two answers that everybody gets. Thread-safe. */
final class GrytHealth {
    private static final String DOCKER = "docker";

    private final Agent agent;
    private final String version;

    GrytHealth(Agent agent, String version) {
        this.agent = agent;
        this.version = version;
    }

    CompletionStage<Answer> service() {
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("service", "Hostler");
        service.put("version", version);
        service.put("status", "running");
        return CompletableFuture.completedFuture(Answer.json(200, service));
    }

    /** Never waits: what Docker last said counts. */
    CompletionStage<Answer> health() {
        Fingerprint docker = agent.health().executors().get(DOCKER);
        boolean available = docker != null && docker.available();
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", available ? "healthy" : "degraded");
        health.put("version", version);
        health.put("docker_available", available);
        return CompletableFuture.completedFuture(Answer.json(200, health));
    }
}
