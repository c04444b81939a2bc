package dev.hostler.engine.runtime.compose;

import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.workload.WorkloadKey;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what a Compose file asks of the host beyond ordinary containers. Confined to one thread. */
final class Demands {
    private static final String HOST = "host";

    private final Set<String> abilities = new LinkedHashSet<>();
    private final Set<String> hostPaths = new LinkedHashSet<>();
    private final Set<String> images = new LinkedHashSet<>();

    private Demands() {}

    /** Returns what a file asks of the policies. */
    static AdmissionPolicy.Request of(WorkloadKey workload, Map<String, Object> file) {
        Demands asked = new Demands();
        Tree.maps(file, "services").values().forEach(asked::service);
        Tree.maps(file, "networks").forEach(asked::network);
        Tree.maps(file, "volumes").forEach(asked::volume);
        return new AdmissionPolicy.Request(
                workload.owner(), "workload '" + workload.id() + "'", asked.abilities, asked.hostPaths, asked.images);
    }

    private void service(Map<String, Object> service) {
        Tree.text(service, "image").ifPresent(images::add);
        if (isOn(service.get("privileged"))) {
            abilities.add("privileged");
        }
        space(service, "network_mode", "host-network", "network");
        space(service, "pid", "host-pid", "pid");
        space(service, "ipc", "host-ipc", "ipc");
        space(service, "uts", "host-uts", "uts");
        space(service, "userns_mode", "host-users", "users");
        space(service, "cgroup", "host-cgroup", "cgroup");
        Tree.list(service, "cap_add").forEach(name -> abilities.add("capability:" + capability(name)));
        Tree.list(service, "devices").forEach(device -> abilities.add("device:" + devicePath(device)));
        Tree.list(service, "device_cgroup_rules").forEach(rule -> abilities.add("device-rule:" + rule));
        Tree.list(service, "security_opt").forEach(this::security);
        Tree.list(service, "volumes").forEach(this::mount);
        Tree.list(service, "volumes_from").forEach(this::volumesFrom);
        Tree.list(service, "external_links").forEach(link -> abilities.add("external-link:" + link));
        Tree.text(service, "cgroup_parent").ifPresent(parent -> abilities.add("cgroup-parent:" + parent));
        Tree.text(service, "runtime").ifPresent(runtime -> abilities.add("runtime:" + runtime));
        Tree.text(Tree.map(service, "logging", "logging"), "driver").ifPresent(this::logDriver);
        if (isOn(service.get("oom_kill_disable"))) {
            abilities.add("no-oom-kill");
        }
        if (service.get("gpus") != null || reservesDevices(service)) {
            abilities.add("gpus");
        }
    }

    private static boolean reservesDevices(Map<String, Object> service) {
        Map<String, Object> resources =
                Tree.map(Tree.map(service, "deploy", "deploy"), "resources", "deploy.resources");
        return Tree.map(resources, "reservations", "deploy.resources.reservations")
                        .get("devices")
                != null;
    }

    /** A name space of the host, or of a container that is none of ours; one of another service is of ours. */
    private void space(Map<String, Object> service, String key, String ofHost, String what) {
        String value = Tree.text(service, key).orElse("");
        if (value.equals(HOST)) {
            abilities.add(ofHost);
        } else if (value.startsWith("container:")) {
            abilities.add(what + "-of:" + value.substring("container:".length()));
        }
    }

    private static String capability(Object name) {
        String upper = String.valueOf(name).toUpperCase(Locale.ROOT);
        return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
    }

    private static String devicePath(Object device) {
        Object source = device instanceof Map<?, ?> fields ? fields.get("source") : device;
        return String.valueOf(source).split(":", 2)[0];
    }

    /** Less than usual is nothing to ask for. */
    private void security(Object option) {
        String text = String.valueOf(option);
        if (!text.startsWith("no-new-privileges") || text.endsWith("false")) {
            abilities.add("security:" + text);
        }
    }

    private void mount(Object given) {
        MountText mount = MountText.of(given);
        if (mount.isHostPath()) {
            hostPaths.add(mount.source());
        }
    }

    private void volumesFrom(Object given) {
        String text = String.valueOf(given);
        if (text.startsWith("container:")) {
            abilities.add("volumes-of:" + text.substring("container:".length()));
        }
    }

    private void logDriver(String driver) {
        if (!Set.of("json-file", "local", "journald", "none").contains(driver)) {
            abilities.add("log-driver:" + driver);
        }
    }

    private void network(String key, Map<String, Object> network) {
        String name = Tree.text(network, "name").orElse(key);
        String driver = Tree.text(network, "driver").orElse("bridge");
        if (driver.equals(HOST) || name.equals(HOST)) {
            abilities.add("host-network");
        } else if (isExternal(network)) {
            abilities.add("external-network:" + externalName(network, name));
        } else if (!Set.of("bridge", "default", "none").contains(driver)) {
            abilities.add("network-driver:" + driver);
        }
        if (isExternal(network) && externalName(network, name).equals(HOST)) {
            abilities.add("host-network");
        }
    }

    private static boolean isExternal(Map<String, Object> thing) {
        return thing.get("external") instanceof Map || isOn(thing.get("external"));
    }

    private static String externalName(Map<String, Object> thing, String usual) {
        return thing.get("external") instanceof Map<?, ?> fields && fields.get("name") != null
                ? String.valueOf(fields.get("name"))
                : usual;
    }

    private void volume(String key, Map<String, Object> volume) {
        if (isExternal(volume)) {
            abilities.add("external-volume:"
                    + externalName(volume, Tree.text(volume, "name").orElse(key)));
        }
        String driver = Tree.text(volume, "driver").orElse("local");
        if (!driver.equals("local") && !driver.equals("default")) {
            abilities.add("volume-driver:" + driver);
        }
        volumeOptions(Tree.map(volume, "driver_opts", "volumes." + key + ".driver_opts"));
    }

    /** The options are those of mount(8): a bind shows a path of the host under the name of a volume. */
    private void volumeOptions(Map<String, Object> options) {
        String type = Tree.text(options, "type").orElse("");
        if (options.isEmpty() || type.equals("tmpfs")) {
            return;
        }
        List<String> words = Arrays.asList(Tree.text(options, "o").orElse("").split(","));
        boolean binds = words.contains("bind") || words.contains("rbind");
        if (binds
                && words.stream()
                        .allMatch(word -> Set.of("bind", "rbind", "ro", "rw").contains(word))) {
            hostPaths.add(Tree.text(options, "device").orElse("/"));
        } else {
            abilities.add("volume-type:" + (type.isEmpty() ? "unknown" : type));
        }
    }

    /** What is neither off nor absent is on, however it is written. */
    private static boolean isOn(@Nullable Object value) {
        return value != null
                && !Set.of("false", "no", "off", "n", "")
                        .contains(String.valueOf(value).toLowerCase(Locale.ROOT));
    }
}
