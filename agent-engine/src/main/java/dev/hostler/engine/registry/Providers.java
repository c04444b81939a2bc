package dev.hostler.engine.registry;

import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.CacheStore;
import dev.hostler.api.spi.ExecutorProvider;
import dev.hostler.api.spi.LogSink;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.SecretResolver;
import dev.hostler.api.spi.WorkloadProvider;
import java.util.List;
import java.util.Map;

/**
 * The providers an agent uses. Immutable.
 *
 * @param executors by id
 * @param secretResolvers in the order they are asked
 * @param artifactStores each gets every artifact
 * @param cacheStores the first one is used
 * @param logSinks each gets every log
 * @param runtimes by id
 * @param kinds the kinds of workloads, by name
 * @param policies every one must agree
 */
public record Providers(
        Map<String, ExecutorProvider> executors,
        List<SecretResolver> secretResolvers,
        List<ArtifactStore> artifactStores,
        List<CacheStore> cacheStores,
        List<LogSink> logSinks,
        Map<String, RuntimeProvider> runtimes,
        Map<String, WorkloadProvider> kinds,
        List<AdmissionPolicy> policies) {
    /** Copies the collections. */
    public Providers {
        executors = Map.copyOf(executors);
        secretResolvers = List.copyOf(secretResolvers);
        artifactStores = List.copyOf(artifactStores);
        cacheStores = List.copyOf(cacheStores);
        logSinks = List.copyOf(logSinks);
        runtimes = Map.copyOf(runtimes);
        kinds = Map.copyOf(kinds);
        policies = List.copyOf(policies);
    }
}
