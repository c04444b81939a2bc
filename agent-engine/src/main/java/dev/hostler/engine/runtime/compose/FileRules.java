package dev.hostler.engine.runtime.compose;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a Compose file may hold at all: what is known to lead nowhere but into containers, and what {@link Demands} asks the
 * policies about. What is known to read files beside it, and what is not known, is refused.
 */
final class FileRules {
    private static final String REFERENCE = "it leads to a file, and the agent gives applications none of its host's";

    private static final Set<String> TOP =
            Set.of("version", "name", "services", "networks", "volumes", "configs", "secrets");

    private static final Set<String> SERVICE = Set.of(
            "annotations",
            "attach",
            "blkio_config",
            "cap_add",
            "cap_drop",
            "cgroup",
            "cgroup_parent",
            "command",
            "configs",
            "container_name",
            "cpu_count",
            "cpu_percent",
            "cpu_period",
            "cpu_quota",
            "cpu_rt_period",
            "cpu_rt_runtime",
            "cpu_shares",
            "cpus",
            "cpuset",
            "depends_on",
            "deploy",
            "device_cgroup_rules",
            "devices",
            "dns",
            "dns_opt",
            "dns_search",
            "domainname",
            "entrypoint",
            "environment",
            "expose",
            "extends",
            "external_links",
            "extra_hosts",
            "gpus",
            "group_add",
            "healthcheck",
            "hostname",
            "image",
            "init",
            "ipc",
            "isolation",
            "labels",
            "links",
            "logging",
            "mac_address",
            "mem_limit",
            "mem_reservation",
            "mem_swappiness",
            "memswap_limit",
            "network_mode",
            "networks",
            "oom_kill_disable",
            "oom_score_adj",
            "pid",
            "pids_limit",
            "platform",
            "ports",
            "privileged",
            "profiles",
            "pull_policy",
            "read_only",
            "restart",
            "runtime",
            "scale",
            "secrets",
            "security_opt",
            "shm_size",
            "stdin_open",
            "stop_grace_period",
            "stop_signal",
            "storage_opt",
            "sysctls",
            "tmpfs",
            "tty",
            "ulimits",
            "user",
            "userns_mode",
            "uts",
            "volumes",
            "volumes_from",
            "working_dir");

    private FileRules() {}

    /** Refuses what is not known, and what leads to files. */
    static void require(Map<String, Object> file) {
        file.keySet().forEach(FileRules::requireTop);
        Map<String, Map<String, Object>> services = Tree.maps(file, "services");
        if (services.isEmpty()) {
            throw Refused.field("services", "", "there is none", "give the text of a Compose file, with services");
        }
        services.forEach(FileRules::requireService);
        Tree.maps(file, "secrets").forEach((name, secret) -> requireNoFile("secrets." + name, secret));
        Tree.maps(file, "configs").forEach((name, config) -> requireNoFile("configs." + name, config));
    }

    private static void requireTop(String name) {
        if (name.equals("include")) {
            throw Refused.field(name, "", REFERENCE, "give one file that stands alone");
        }
        if (!TOP.contains(name)) {
            throw Refused.field(name, "", "it is not known here", "use services, networks and volumes");
        }
    }

    private static void requireService(String name, Map<String, Object> service) {
        String at = "services." + name;
        refuseReference(at, service, "build", "build the image elsewhere and name it with image");
        refuseReference(at, service, "env_file", "use environment, with the values in env");
        refuseReference(at, service, "label_file", "use labels");
        refuseReference(at, service, "credential_spec", "take it out");
        for (String key : service.keySet()) {
            if (!SERVICE.contains(key)) {
                throw Refused.field(at + "." + key, "", "it is not known here", "take it out");
            }
        }
        if (service.get("extends") instanceof Map<?, ?> parent && parent.get("file") != null) {
            throw Refused.field(
                    at + ".extends.file", parent.get("file"), REFERENCE, "extend a service of the same file");
        }
        boolean named =
                Tree.text(service, "image").filter(image -> !image.isBlank()).isPresent();
        if (!named && !service.containsKey("extends")) {
            throw Refused.field(at + ".image", "", "it is missing", "name the image to run");
        }
        Tree.list(service, "volumes").forEach(mount -> requireStandsAlone(at + ".volumes", MountText.of(mount)));
        Tree.list(service, "security_opt").forEach(option -> requireNoProfile(at + ".security_opt", option));
        requireForeignLabels(at + ".labels", service);
    }

    private static void refuseReference(String at, Map<String, Object> service, String key, String remedy) {
        if (service.containsKey(key)) {
            Object value = service.get(key);
            throw Refused.field(at + "." + key, value, REFERENCE, remedy);
        }
    }

    private static void requireNoFile(String at, Map<String, Object> source) {
        if (source.containsKey("file")) {
            throw Refused.field(
                    at + ".file", source.get("file"), REFERENCE, "give the content in an environment variable");
        }
        if (source.containsKey("environment")) {
            throw Refused.field(
                    at + ".environment",
                    source.get("environment"),
                    "it is taken from the environment of a program that has none",
                    "use environment of the service, with the value in env");
        }
    }

    private static void requireStandsAlone(String at, MountText mount) {
        if (mount.isRelative()) {
            throw Refused.field(
                    at,
                    mount.source(),
                    "there is no directory beside the file",
                    "use a named volume, or an absolute path that the policy allows");
        }
        if (mount.isUnknown()) {
            throw Refused.field(
                    at, mount.source(), "mounts of this type are not known here", "use volume, bind or tmpfs");
        }
    }

    /** A path in its place is read by Compose, and its content becomes part of the model. */
    private static void requireNoProfile(String at, Object option) {
        String text = String.valueOf(option);
        boolean profile = text.startsWith("seccomp:") || text.startsWith("seccomp=");
        if (profile && !text.substring("seccomp:".length()).strip().equals("unconfined")) {
            throw Refused.field(at, text, REFERENCE, "take it out");
        }
    }

    private static void requireForeignLabels(String at, Map<String, Object> service) {
        Set<String> names = service.get("labels") instanceof Map<?, ?> map
                ? Tree.asMap(map, at).keySet()
                : Set.copyOf(Tree.list(service, "labels").stream()
                        .map(label -> String.valueOf(label).split("=", 2)[0].strip())
                        .toList());
        for (String name : names) {
            if (List.of("dev.hostler.", "com.docker.compose.").stream().anyMatch(name::startsWith)) {
                throw Refused.field(at, name, "it is one of the agent's or of Compose's own", "choose another name");
            }
        }
    }
}
