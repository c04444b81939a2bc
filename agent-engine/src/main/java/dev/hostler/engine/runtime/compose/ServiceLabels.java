package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.model.Container;
import dev.hostler.engine.runtime.container.ContainerList;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a container of an application tells of it beyond whose it is, so that it can be stopped, started and judged without
 * its file. Immutable.
 *
 * @param project the name of the project, which Compose itself writes
 * @param service the service, which Compose itself writes
 * @param services how many containers each service of the application has
 * @param needs the services that have to be there first, and in which state
 * @param stays whether it is to run again also after it has ended well
 * @param grace the time between the request to stop and the kill; empty: as usual
 */
record ServiceLabels(
        String project,
        String service,
        Map<String, Integer> services,
        Map<String, Need> needs,
        boolean stays,
        Optional<Duration> grace) {
    /** Compose's own label with the project. */
    static final String PROJECT = "com.docker.compose.project";

    private static final String SERVICE = "com.docker.compose.service";
    private static final String SERVICES = "dev.hostler.services";
    private static final String NEEDS = "dev.hostler.needs";
    private static final String STAYS = "dev.hostler.stays";
    private static final String GRACE = "dev.hostler.grace";

    /** In which state another service has to be. */
    enum Need {
        /** It runs. */
        STARTED,
        /** It runs, and its health check says that it is well. */
        HEALTHY,
        /** It has ended with success. */
        COMPLETED;

        static Need of(String condition) {
            return switch (condition) {
                case "service_healthy" -> HEALTHY;
                case "service_completed_successfully" -> COMPLETED;
                default -> STARTED;
            };
        }
    }

    /** Returns the labels of a service that are not Compose's own. */
    static Map<String, String> of(
            Map<String, Integer> services, Map<String, Need> needs, boolean stays, Optional<Duration> grace) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(SERVICES, joined(services));
        labels.put(NEEDS, joined(needs));
        labels.put(STAYS, String.valueOf(stays));
        grace.ifPresent(time -> labels.put(GRACE, String.valueOf(time.toSeconds())));
        return labels;
    }

    private static String joined(Map<String, ?> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    /** Reads what a container tells; what is not in our form is left out. */
    static ServiceLabels read(Container container) {
        Map<String, String> labels = ContainerList.labels(container);
        Map<String, Integer> services = new TreeMap<>();
        pairs(labels.get(SERVICES)).forEach((name, count) -> {
            if (count.matches("\\d{1,6}")) {
                services.put(name, Integer.valueOf(count));
            }
        });
        Map<String, Need> needs = new TreeMap<>();
        pairs(labels.get(NEEDS))
                .forEach((name, need) -> Arrays.stream(Need.values())
                        .filter(known -> known.name().equals(need))
                        .forEach(known -> needs.put(name, known)));
        return new ServiceLabels(
                labels.getOrDefault(PROJECT, ""),
                labels.getOrDefault(SERVICE, ""),
                services,
                needs,
                Boolean.parseBoolean(labels.get(STAYS)),
                Optional.ofNullable(labels.get(GRACE))
                        .filter(text -> text.matches("\\d{1,6}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text))));
    }

    private static Map<String, String> pairs(@Nullable String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : List.of((text == null ? "" : text).split(","))) {
            int mark = pair.indexOf('=');
            if (mark > 0) {
                pairs.put(pair.substring(0, mark), pair.substring(mark + 1));
            }
        }
        return pairs;
    }
}
