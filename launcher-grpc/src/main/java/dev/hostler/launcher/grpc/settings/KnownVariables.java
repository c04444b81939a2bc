package dev.hostler.launcher.grpc.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The protocol's variables that this node can't follow, and what it says of them. */
final class KnownVariables {
    private static final String VOLUMES = "managed volumes are kept by the runtimes, as volumes of the Docker engine";
    private static final String NO_DRIVER = "managed volumes of this driver are refused here";
    private static final String NO_TRACES = "the node sends no traces";

    /** Those that have no effect, with the reason. */
    private static final Map<String, String> WITHOUT_EFFECT = new LinkedHashMap<>();

    /** Those that the program itself heeds; an agent that opens the door as one of several has its own settings for them. */
    private static final List<String> OF_THE_PROGRAM = List.of(
            "PERSYS_STATE_PATH",
            "PERSYS_STATE_STORE_PATH",
            "PERSYS_COMPOSE_BINARY",
            "PERSYS_LIBVIRT_URI",
            "PERSYS_RECONCILE_INTERVAL",
            "PERSYS_LOG_LEVEL");

    /** Those that are read. */
    private static final Set<String> READ = Set.of(
            "PERSYS_GRPC_ADDR",
            "PERSYS_GRPC_PORT",
            "PERSYS_METRICS_PORT",
            "PERSYS_TLS_ENABLED",
            "PERSYS_TLS_CERT",
            "PERSYS_TLS_KEY",
            "PERSYS_TLS_CA",
            "PERSYS_TLS_CLIENTS",
            "PERSYS_STATE_PATH",
            "PERSYS_STATE_STORE_PATH",
            "PERSYS_DOCKER_ENABLED",
            "PERSYS_COMPOSE_ENABLED",
            "PERSYS_VM_ENABLED",
            "DOCKER_HOST",
            "PERSYS_COMPOSE_BINARY",
            "PERSYS_LIBVIRT_URI",
            "PERSYS_RECONCILE_ENABLED",
            "PERSYS_RECONCILE_INTERVAL",
            "PERSYS_LOG_LEVEL",
            "PERSYS_NODE_ID",
            "PERSYS_VERSION",
            "PERSYS_NODE_REGION",
            "PERSYS_NODE_ENV",
            "PERSYS_NODE_LABELS",
            "PERSYS_SCHEDULER_ADDR",
            "PERSYS_SCHEDULER_INSECURE",
            "PERSYS_AGENT_GRPC_ENDPOINT",
            "PERSYS_VAULT_ENABLED");

    static {
        WITHOUT_EFFECT.put("PERSYS_STORAGE_LOCAL_ROOT", VOLUMES);
        for (String name : List.of("STAGE_ROOT", "SERVER", "EXPORT", "MOUNT_OPTIONS")) {
            WITHOUT_EFFECT.put("PERSYS_STORAGE_NFS_" + name, NO_DRIVER);
        }
        for (String name : List.of("STAGE_ROOT", "CLUSTER", "POOL", "USER", "KEYRING")) {
            WITHOUT_EFFECT.put("PERSYS_STORAGE_CEPH_" + name, NO_DRIVER);
        }
        for (String name : List.of("JAEGER_ENDPOINT", "OTLP_ENDPOINT")) {
            WITHOUT_EFFECT.put("OTEL_EXPORTER_" + name, NO_TRACES);
        }
        WITHOUT_EFFECT.put("OTEL_SERVICE_NAME", NO_TRACES);
    }

    private KnownVariables() {}

    /** Refuses what a node would do wrong without, such as to go on with old certificates. */
    static void refuseUnserved(Reader reader) {
        if (reader.truth("PERSYS_VAULT_ENABLED", false)) {
            throw Reader.refused(
                    "PERSYS_VAULT_ENABLED",
                    "true",
                    "this node fetches no certificates from Vault",
                    "let an agent of Vault write the files that PERSYS_TLS_CERT, PERSYS_TLS_KEY and PERSYS_TLS_CA"
                            + " name; they are read anew when they change");
        }
        if (!reader.truth("PERSYS_RECONCILE_ENABLED", true)) {
            throw Reader.refused(
                    "PERSYS_RECONCILE_ENABLED",
                    "false",
                    "this node always keeps its workloads as they are wanted",
                    "leave it out, or apply workloads as stopped");
        }
    }

    /** Returns a line for each setting that is there and has no effect. */
    static List<String> withoutEffect(Variables variables) {
        List<String> lines = new ArrayList<>();
        WITHOUT_EFFECT.forEach((name, reason) ->
                variables.find(name).ifPresent(value -> lines.add(name + " has no effect: " + reason)));
        Set<String> known = new TreeSet<>(READ);
        known.addAll(WITHOUT_EFFECT.keySet());
        variables.unknownKeys(known).stream()
                .filter(key -> !key.startsWith("vault_") && !key.equals("state_directory"))
                .forEach(key -> lines.add(key + " has no effect: there is no such setting"));
        return lines;
    }

    /** Returns a line for each setting that is there and is not the door's to heed. */
    static List<String> withoutEffectOnHost(Variables variables) {
        return OF_THE_PROGRAM.stream()
                .filter(name -> variables.find(name).isPresent())
                .map(name -> name + " has no effect: the agent that opens this door has its own setting for that")
                .toList();
    }
}
