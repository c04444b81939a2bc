package dev.hostler.launcher.http.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All routes of a server. Immutable. */
public final class Routes {
    private static final String HEAD = "HEAD";

    /** The last part of a route that stands for all that comes. */
    private static final String REST = "{path}";

    private final List<Entry> entries;

    private record Entry(Route route, List<String> parts) {
        /** Returns the parts of a path, of which a route may take the last ones as one. */
        List<String> fitted(List<String> path) {
            int last = parts.size() - 1;
            if (!parts.get(last).equals(REST) || path.size() <= last) {
                return path;
            }
            List<String> fitted = new ArrayList<>(path.subList(0, last));
            fitted.add(String.join("/", path.subList(last, path.size())));
            return fitted;
        }
    }

    /** Takes the routes; of two that fit, the first one wins. */
    public Routes(List<Route> routes) {
        this.entries = routes.stream()
                .map(route -> new Entry(route, split(route.path())))
                .toList();
    }

    /** Returns the routes in their order. */
    public List<Route> all() {
        return entries.stream().map(Entry::route).toList();
    }

    /** Returns the route for a request, and the parts of its path that the route left open. */
    Optional<Match> find(String method, String path) {
        List<String> parts = split(path);
        return entries.stream()
                .filter(entry -> serves(entry.route(), method))
                .flatMap(entry -> match(entry, parts).stream())
                .findFirst();
    }

    /** Returns the methods that a path knows, in the order of the routes. */
    List<String> methods(String path) {
        List<String> parts = split(path);
        return entries.stream()
                .filter(entry -> match(entry, parts).isPresent())
                .map(entry -> entry.route().method())
                .distinct()
                .toList();
    }

    /**
     * A route that was found. Immutable.
     *
     * @param route the route
     * @param parts the open parts of its path, by name
     */
    record Match(Route route, Map<String, String> parts) {}

    private static boolean serves(Route route, String method) {
        return route.method().equals(method)
                || (method.equals(HEAD) && route.method().equals("GET"));
    }

    private static Optional<Match> match(Entry entry, List<String> path) {
        List<String> parts = entry.fitted(path);
        if (entry.parts().size() != parts.size()) {
            return Optional.empty();
        }
        Map<String, String> open = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String wanted = entry.parts().get(i);
            if (wanted.startsWith("{")) {
                open.put(wanted.substring(1, wanted.length() - 1), parts.get(i));
            } else if (!wanted.equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new Match(entry.route(), open));
    }

    private static List<String> split(String path) {
        return new ArrayList<>(List.of(path.split("/", -1)));
    }
}
