package dev.hostler.engine.runtime.compose;

import dev.hostler.api.workload.ComposeSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A wish's Compose file as it was read: without a reference to anything outside of it, its variables replaced, only the
 * services of chosen profiles in it. Immutable, as far as nobody writes to the tree.
 *
 * @param projectName the name of its project that the wish or the file gives; empty if none does
 * @param tree what it holds
 */
record ComposeFile(Optional<String> projectName, Map<String, Object> tree) {
    private static final Pattern EXTENSION = Pattern.compile("x-.*");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,127}");
    private static final String ENV_FILE = "env_file";

    /** Reads a wish; throws {@code AgentException} with {@code INVALID_INPUT}, which names the field. */
    static ComposeFile read(ComposeSpec spec) {
        Interpolation variables = new Interpolation(spec.env());
        Map<String, Object> tree = Tree.copy(ComposeText.read(spec.file()), variables::replace);
        tree.keySet().removeIf(name -> EXTENSION.matcher(name).matches());
        Optional<String> named = Optional.ofNullable(tree.remove("name")).map(String::valueOf);
        tree.remove("version");
        Map<String, Map<String, Object>> services = Tree.maps(tree, "services");
        services.values().forEach(service -> prepare(service, spec.env()));
        tree.put("services", chosen(services, spec.env()));
        FileRules.require(tree);
        named.ifPresent(ComposeFile::requireProject);
        return new ComposeFile(spec.projectName().or(() -> named), tree);
    }

    private static void prepare(Map<String, Object> service, Map<String, String> given) {
        service.keySet().removeIf(name -> EXTENSION.matcher(name).matches());
        boolean takesAll = isOwnEnvironment(service.get(ENV_FILE));
        if (takesAll) {
            service.remove(ENV_FILE);
        }
        Map<String, Object> own = environment(service.get("environment"), given);
        if (takesAll || !own.isEmpty()) {
            Map<String, Object> all = new LinkedHashMap<>(takesAll ? given : Map.of());
            all.putAll(own);
            service.put("environment", all);
        } else {
            service.remove("environment");
        }
    }

    /** The file {@code .env} beside a Compose file holds what a wish has in its env. */
    private static boolean isOwnEnvironment(@Nullable Object value) {
        Object only = value instanceof List<?> list && list.size() == 1 ? list.get(0) : value;
        return ".env".equals(only) || "./.env".equals(only);
    }

    /** A name without a value gets the given one; Compose would take it from its own environment. */
    private static Map<String, Object> environment(@Nullable Object value, Map<String, String> given) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, text) -> put(all, String.valueOf(name), text, given));
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                String[] parts = String.valueOf(item).split("=", 2);
                put(all, parts[0], parts.length > 1 ? parts[1] : null, given);
            }
        } else if (value != null) {
            throw Refused.field("environment", value, "it is neither a map nor a list", "write NAME: VALUE");
        }
        return all;
    }

    private static void put(Map<String, Object> all, String name, @Nullable Object value, Map<String, String> given) {
        Object known = value == null ? given.get(name) : value;
        if (known != null) {
            all.put(name, known);
        }
    }

    /** Only services without a profile are there, and those of the profiles that the wish names. */
    private static Map<String, Object> chosen(Map<String, Map<String, Object>> services, Map<String, String> given) {
        Set<String> profiles = Arrays.stream(
                        given.getOrDefault("COMPOSE_PROFILES", "").split(","))
                .map(String::strip)
                .collect(Collectors.toSet());
        Map<String, Object> chosen = new LinkedHashMap<>();
        services.forEach((name, service) -> {
            List<?> wanted = Tree.list(service, "profiles");
            if (wanted.isEmpty() || wanted.stream().anyMatch(one -> profiles.contains(String.valueOf(one)))) {
                service.remove("profiles");
                chosen.put(name, service);
            }
        });
        return chosen;
    }

    private static void requireProject(String name) {
        if (!PROJECT.matcher(name).matches()) {
            throw Refused.field(
                    "name", name, "it is no name of a Compose project", "use small letters, digits, '-' and '_'");
        }
    }

    /** Returns the text for Compose, in which nothing is left to be replaced. */
    String text() {
        return ComposeText.write(Tree.copy(tree, text -> text.replace("$", "$$")));
    }
}
