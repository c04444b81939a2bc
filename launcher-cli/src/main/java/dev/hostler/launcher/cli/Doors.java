package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.door.Door;
import dev.hostler.api.error.AgentException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The doors that are there, and those that are open. Confined to one thread. */
final class Doors {
    private final Map<String, Door> found = new TreeMap<>();
    private final Deque<Door> open = new ArrayDeque<>();

    private Doors() {}

    static Doors found(ClassLoader loader) {
        Doors doors = new Doors();
        for (Door door : ServiceLoader.load(Door.class, loader)) {
            Door other = doors.found.putIfAbsent(door.id(), door);
            if (other != null && !other.getClass().equals(door.getClass())) {
                throw Failures.badInput(
                        "use door",
                        door.id(),
                        "two have this id, " + other.getClass().getName() + " and "
                                + door.getClass().getName(),
                        "take one of their jars away");
            }
        }
        return doors;
    }

    void requireAll(Set<String> ids) {
        for (String id : ids) {
            if (!found.containsKey(id)) {
                throw Failures.badInput(
                        "open door",
                        id,
                        "there is no such door; there is "
                                + (found.isEmpty() ? "none" : String.join(", ", found.keySet())),
                        "correct 'doors', or put the door's jar into the plugin directory");
            }
        }
    }

    /** Lets these doors add what they need to the agent's configuration. */
    void prepare(Set<String> ids, AgentConfig.Builder agent) {
        ids.forEach(id -> Objects.requireNonNull(found.get(id)).prepare(agent));
    }

    /** Opens these doors; if one fails, closes those that are open. */
    void open(Map<String, Map<String, String>> settings, Agent agent) {
        try {
            settings.forEach((id, values) -> {
                Door door = Objects.requireNonNull(found.get(id));
                door.open(agent, values);
                open.push(door);
            });
        } catch (RuntimeException refused) {
            close(trouble -> refused.addSuppressed(trouble));
            throw refused;
        }
    }

    /** Closes what is open, the last one first, whatever one of them throws. */
    void close(Consumer<AgentException> troubles) {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (AgentException e) {
                troubles.accept(e);
            } catch (Exception e) {
                troubles.accept(new AgentException(Failures.of(e), e));
            }
        }
    }
}
