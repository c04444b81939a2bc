package dev.hostler.launcher.grpc.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Values by name: those of the environment, else those of the door's settings, else those of a file. What is {@code
 * PERSYS_GRPC_PORT} in the environment is {@code grpc_port} in the other two. An empty value counts as not set. Immutable.
 */
public final class Variables {
    private static final String PREFIX = "PERSYS_";

    /** Names that the protocol's own agent has for some variables in its file. */
    private static final Map<String, List<String>> OTHER_KEYS = Map.of(
            "PERSYS_TLS_CERT", List.of("tls_cert_path"),
            "PERSYS_TLS_KEY", List.of("tls_key_path"),
            "PERSYS_TLS_CA", List.of("tls_ca_path"),
            "PERSYS_STATE_PATH", List.of("state_store_path"),
            "DOCKER_HOST", List.of("docker_endpoint"),
            "PERSYS_STORAGE_NFS_STAGE_ROOT", List.of("storage_nfs_stage_dir"),
            "PERSYS_STORAGE_NFS_MOUNT_OPTIONS", List.of("storage_nfs_options"),
            "OTEL_EXPORTER_OTLP_ENDPOINT", List.of("otlp_endpoint"));

    private final Map<String, String> environment;
    private final List<Map<String, String>> keyed;

    private Variables(Map<String, String> environment, List<Map<String, String>> keyed) {
        this.environment = Map.copyOf(environment);
        this.keyed = keyed.stream().map(Map::copyOf).toList();
    }

    /**
     * Returns the values of these sources.
     *
     * @param keyed settings by key, those that win first
     */
    public static Variables of(Map<String, String> environment, List<Map<String, String>> keyed) {
        return new Variables(environment, keyed);
    }

    /** Returns the value of a variable, without blanks around it. */
    public Optional<String> find(String variable) {
        return Stream.concat(
                        Stream.ofNullable(environment.get(variable)),
                        keyed.stream().flatMap(values -> keysOf(variable).map(values::get)))
                .flatMap(Stream::ofNullable)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** Returns the keys that nobody knows. */
    public Set<String> unknownKeys(Set<String> variables) {
        Set<String> unknown = new TreeSet<>();
        keyed.forEach(values -> unknown.addAll(values.keySet()));
        variables.forEach(variable -> keysOf(variable).forEach(unknown::remove));
        return unknown;
    }

    private static Stream<String> keysOf(String variable) {
        String bare = variable.startsWith(PREFIX) ? variable.substring(PREFIX.length()) : variable;
        return Stream.concat(
                Stream.of(bare.toLowerCase(Locale.ROOT)), OTHER_KEYS.getOrDefault(variable, List.of()).stream());
    }

    /** Leaves out the values: some are secrets. */
    @Override
    public String toString() {
        return "Variables";
    }
}
