package dev.hostler.engine.registry;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.CacheStore;
import dev.hostler.api.spi.ExecutorProvider;
import dev.hostler.api.spi.LogSink;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.SecretResolver;
import dev.hostler.api.spi.WorkloadProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds providers by {@link ServiceLoader}. One given by hand wins over a found one with the same id; two found ones
 * with the same id are refused; a disabled id is left out. Confined to one thread.
 */
public final class ProviderRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderRegistry.class);

    private final AgentConfig config;
    private final ClassLoader loader;
    private final Set<String> known = new LinkedHashSet<>();

    private ProviderRegistry(AgentConfig config, Set<String> builtIn) {
        this.config = config;
        known.addAll(builtIn);
        ClassLoader parent = config.classLoader().orElse(ProviderRegistry.class.getClassLoader());
        this.loader = config.pluginDirectory()
                .map(directory -> PluginJars.loader(directory, parent))
                .orElse(parent);
    }

    /**
     * Finds the providers for a configuration.
     *
     * @param builtIn ids that are no provider's and take settings all the same
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if ids collide, a provider can't be
     *     loaded, or settings or a disabled id name no provider
     */
    public static Providers find(AgentConfig config, Set<String> builtIn) {
        ProviderRegistry registry = new ProviderRegistry(config, builtIn);
        Providers providers = new Providers(
                registry.settle("executor", ExecutorProvider.class, ExecutorProvider::id),
                registry.list("secret resolver", SecretResolver.class, SecretResolver::id),
                registry.list("artifact store", ArtifactStore.class, ArtifactStore::id),
                registry.list("cache store", CacheStore.class, CacheStore::id),
                registry.list("log sink", LogSink.class, LogSink::id),
                registry.runtimes(),
                registry.kinds(),
                registry.policies());
        registry.refuseUnknownIds();
        return providers;
    }

    private Map<String, RuntimeProvider> runtimes() {
        return config.jobsOnly() ? Map.of() : settle("runtime", RuntimeProvider.class, RuntimeProvider::id);
    }

    private Map<String, WorkloadProvider> kinds() {
        return config.jobsOnly()
                ? Map.of()
                : settle("kind of workloads", WorkloadProvider.class, WorkloadProvider::kind);
    }

    /** Policies have no id and no settings: every one that is found is asked. */
    private List<AdmissionPolicy> policies() {
        List<AdmissionPolicy> all = new ArrayList<>(config.given(AdmissionPolicy.class));
        all.addAll(found("admission policy", AdmissionPolicy.class));
        return all;
    }

    private <P> List<P> list(String noun, Class<P> type, Function<P, String> idOf) {
        return List.copyOf(settle(noun, type, idOf).values());
    }

    private <P> Map<String, P> settle(String noun, Class<P> type, Function<P, String> idOf) {
        Map<String, P> chosen = byId(noun, config.given(type), idOf);
        byId(noun, found(noun, type), idOf).forEach(chosen::putIfAbsent);
        known.addAll(chosen.keySet());
        chosen.keySet().removeAll(config.disabled());
        LOG.debug("Using {}s {}", noun, chosen.keySet());
        return chosen;
    }

    private <P> List<P> found(String noun, Class<P> type) {
        try {
            List<P> found = new ArrayList<>();
            ServiceLoader.load(type, loader).forEach(found::add);
            return found;
        } catch (ServiceConfigurationError broken) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "load " + noun + "s",
                            type.getName(),
                            String.valueOf(broken.getMessage()),
                            "repair or remove the plugin")
                    .toException(broken);
        }
    }

    private static <P> Map<String, P> byId(String noun, List<P> providers, Function<P, String> idOf) {
        Map<String, P> byId = new LinkedHashMap<>();
        for (P provider : providers) {
            P other = byId.putIfAbsent(idOf.apply(provider), provider);
            if (other != null) {
                throw refused(
                        "load " + noun,
                        idOf.apply(provider),
                        provider.getClass().getName() + " and "
                                + other.getClass().getName() + " have the same id",
                        "remove one of the two plugins");
            }
        }
        return byId;
    }

    private void refuseUnknownIds() {
        Set<String> named = new LinkedHashSet<>(config.configuredProviders());
        named.addAll(config.disabled());
        named.removeAll(known);
        if (!named.isEmpty()) {
            throw refused(
                    "accept settings of provider",
                    String.join("', '", named),
                    "there is no such provider",
                    "use one of " + known);
        }
    }

    private static RuntimeException refused(String attempt, String id, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, attempt, id, cause, remedy)
                .toException();
    }
}
