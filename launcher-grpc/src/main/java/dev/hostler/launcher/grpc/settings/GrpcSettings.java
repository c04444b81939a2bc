package dev.hostler.launcher.grpc.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that the door and its agent are told. Immutable.
 *
 * @param listen where the node is reached
 * @param tls how it and its clients prove who they are
 * @param node who it is
 * @param scheduler whom it tells how it is
 * @param runtimes what it runs
 * @param state the file that names the agent's state; see {@link StatePath}
 * @param reconcileInterval how often the node looks at its workloads without being told of a change
 * @param logLevel the least level that is logged
 * @param unused what was set and has no effect here, with the reason
 */
public record GrpcSettings(
        ListenSettings listen,
        TlsSettings tls,
        NodeSettings node,
        SchedulerSettings scheduler,
        RuntimeSettings runtimes,
        Path state,
        Duration reconcileInterval,
        String logLevel,
        List<String> unused) {
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);

    /** An agent with several doors gives each a place of its own; this one keeps nothing there. */
    private static final String OF_A_HOST = "state_directory";

    /** Copies the list. */
    public GrpcSettings {
        unused = List.copyOf(unused);
    }

    /**
     * Reads the settings of the environment, of the door, and of the configuration file.
     *
     * @param door the settings that the agent's configuration has for the door
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}, which names the setting
     */
    public static GrpcSettings of(Map<String, String> environment, Map<String, String> door) {
        return of(environment, door, usualPlaces());
    }

    static GrpcSettings of(Map<String, String> environment, Map<String, String> door, List<Path> places) {
        Variables variables = Variables.of(environment, List.of(door, SettingsFile.find(environment, places)));
        Reader reader = new Reader(variables);
        KnownVariables.refuseUnserved(reader);
        TlsSettings tls = TlsSettings.read(reader);
        return new GrpcSettings(
                ListenSettings.read(reader),
                tls,
                NodeSettings.read(reader),
                SchedulerSettings.read(reader).requireTls(tls.enabled()),
                RuntimeSettings.read(reader),
                reader.text("PERSYS_STATE_STORE_PATH")
                        .map(Path::of)
                        .orElseGet(() -> reader.path("PERSYS_STATE_PATH", "/var/lib/persys/state.db")),
                reader.duration("PERSYS_RECONCILE_INTERVAL", USUAL_INTERVAL),
                LogLevel.of(reader.text("PERSYS_LOG_LEVEL", "info")),
                unused(variables, door.containsKey(OF_A_HOST)));
    }

    private static List<String> unused(Variables variables, boolean hosted) {
        List<String> lines = new ArrayList<>(KnownVariables.withoutEffect(variables));
        if (hosted) {
            lines.addAll(KnownVariables.withoutEffectOnHost(variables));
        }
        return lines;
    }

    private static List<Path> usualPlaces() {
        List<Path> places = new ArrayList<>(List.of(Path.of("/etc/persys")));
        if (!"root".equals(System.getProperty("user.name"))) {
            places.add(Path.of(System.getProperty("user.home"), ".persys"));
        }
        places.add(Path.of(""));
        return places;
    }

    /** Returns the same for a node that has no scheduler. */
    public GrpcSettings standalone() {
        return new GrpcSettings(
                listen, tls, node, scheduler.alone(), runtimes, state, reconcileInterval, logLevel, unused);
    }
}
