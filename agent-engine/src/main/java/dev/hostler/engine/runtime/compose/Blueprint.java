package dev.hostler.engine.runtime.compose;

import dev.hostler.api.spi.InstanceName;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that is run: what a wish was resolved to, with the names and labels of one instance. Immutable, as far as nobody
 * writes to the tree.
 *
 * @param tree what it holds
 */
record Blueprint(Map<String, Object> tree) {
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)(?:\\.\\d+)?s)?(?:\\d+ms)?");
    private static final String DEFAULT = "default";

    /**
     * Draws the file of an instance.
     *
     * @param resolved what the wish was resolved to; is written to
     * @param volumes the name on the host of each volume that has a name of its own there
     */
    static Blueprint of(
            Map<String, Object> resolved, InstanceName name, WorkloadLabels labels, Map<String, String> volumes) {
        Map<String, Map<String, Object>> services = Tree.maps(resolved, "services");
        Map<String, Integer> counts = new TreeMap<>();
        services.forEach((service, fields) -> counts.put(service, count(fields)));
        services.forEach((service, fields) -> {
            Map<String, String> own = new LinkedHashMap<>(labels.of(name, Map.of()));
            own.putAll(ServiceLabels.of(counts, needs(fields), stays(fields), grace(fields)));
            // Our own start heeds it. Compose would wait for it already when it creates, and then for ever.
            fields.remove("depends_on");
            label(fields, own);
        });
        resolved.put("services", new LinkedHashMap<>(services));
        Map<String, String> shared = labels.of(name.workload());
        resolved.put("networks", networks(resolved, services, shared));
        resolved.put("volumes", volumes(resolved, shared, volumes));
        return new Blueprint(resolved);
    }

    private static int count(Map<String, Object> service) {
        Optional<String> scale =
                Tree.text(service, "scale").or(() -> Tree.text(Tree.map(service, "deploy", "deploy"), "replicas"));
        return scale.filter(text -> text.matches("\\d{1,4}"))
                .map(Integer::valueOf)
                .orElse(1);
    }

    private static Map<String, ServiceLabels.Need> needs(Map<String, Object> service) {
        Map<String, ServiceLabels.Need> needs = new TreeMap<>();
        if (service.get("depends_on") instanceof List<?> names) {
            names.forEach(name -> needs.put(String.valueOf(name), ServiceLabels.Need.STARTED));
        } else {
            Tree.maps(service, "depends_on")
                    .forEach((name, how) -> needs.put(
                            name,
                            ServiceLabels.Need.of(Tree.text(how, "condition").orElse(""))));
        }
        for (String key : List.of("network_mode", "pid", "ipc")) {
            Tree.text(service, key)
                    .filter(value -> value.startsWith("service:"))
                    .ifPresent(value ->
                            needs.putIfAbsent(value.substring("service:".length()), ServiceLabels.Need.STARTED));
        }
        return needs;
    }

    private static boolean stays(Map<String, Object> service) {
        String policy = Tree.text(service, "restart").orElse("");
        return policy.equals("always") || policy.equals("unless-stopped");
    }

    private static Optional<Duration> grace(Map<String, Object> service) {
        Matcher matcher =
                DURATION.matcher(Tree.text(service, "stop_grace_period").orElse(""));
        return matcher.matches() && matcher.end() > 0
                ? Optional.of(Duration.ofHours(number(matcher, 1))
                        .plusMinutes(number(matcher, 2))
                        .plusSeconds(number(matcher, 3)))
                : Optional.empty();
    }

    private static long number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    private static Map<String, Object> networks(
            Map<String, Object> file, Map<String, Map<String, Object>> services, Map<String, String> labels) {
        Map<String, Object> networks = new LinkedHashMap<>(Tree.maps(file, "networks"));
        if (services.values().stream().anyMatch(Blueprint::usesDefaultNetwork)) {
            networks.putIfAbsent(DEFAULT, new LinkedHashMap<>());
        }
        networks.values().forEach(network -> labelOurs(Tree.asMap(network, "networks"), labels));
        return networks;
    }

    private static boolean usesDefaultNetwork(Map<String, Object> service) {
        return !service.containsKey("networks") && !service.containsKey("network_mode")
                || service.get("networks") instanceof List<?> list && list.contains(DEFAULT)
                || service.get("networks") instanceof Map<?, ?> map && map.containsKey(DEFAULT);
    }

    private static Map<String, Object> volumes(
            Map<String, Object> file, Map<String, String> labels, Map<String, String> names) {
        Map<String, Object> volumes = new LinkedHashMap<>();
        Tree.maps(file, "volumes").forEach((key, volume) -> {
            Map<String, String> all = new LinkedHashMap<>(labels);
            all.put(WorkloadLabels.VOLUME, key);
            labelOurs(volume, all);
            Optional.ofNullable(names.get(key)).ifPresent(name -> volume.put("name", name));
            volumes.put(key, volume);
        });
        return volumes;
    }

    /** What was there before is not ours, and gets no labels. */
    private static void labelOurs(Map<String, Object> thing, Map<String, String> labels) {
        if (!isExternal(thing)) {
            label(thing, labels);
        }
    }

    static boolean isExternal(Map<String, Object> thing) {
        Object external = thing.get("external");
        return external instanceof Map || external != null && !"false".equals(String.valueOf(external));
    }

    private static void label(Map<String, Object> thing, Map<String, String> labels) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (thing.get("labels") instanceof List<?> list) {
            for (Object label : list) {
                String[] parts = String.valueOf(label).split("=", 2);
                all.put(parts[0], parts.length > 1 ? parts[1] : "");
            }
        } else {
            all.putAll(Tree.map(thing, "labels", "labels"));
        }
        all.putAll(labels);
        thing.put("labels", all);
    }

    /** Returns the text for Compose. */
    String text() {
        return ComposeText.write(Tree.copy(tree, text -> text.replace("$", "$$")));
    }
}
