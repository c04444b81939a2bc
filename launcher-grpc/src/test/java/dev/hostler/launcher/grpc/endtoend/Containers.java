package dev.hostler.launcher.grpc.endtoend;

import java.util.List;

/** What the engine itself says of containers. */
public final class Containers {
    private Containers() {}

    /** Returns the id of the container with this name; empty if there is none. */
    static String id(String name) throws Exception {
        return Commands.run("docker", "ps", "-aq", "--no-trunc", "--filter", "name=^/" + name + "$")
                .strip();
    }

    static String inspect(String name, String format) throws Exception {
        return Commands.run("docker", "inspect", "--format", format, name).strip();
    }

    static List<String> labelled(String workload) throws Exception {
        return Commands.run("docker", "ps", "-aq", "--filter", "label=persys.workload_id=" + workload)
                .lines()
                .toList();
    }

    /** Returns the ids of the containers whose names begin so. */
    public static List<String> named(String prefix) throws Exception {
        return Commands.run("docker", "ps", "-aq", "--filter", "name=^/" + prefix)
                .lines()
                .toList();
    }

    /** Removes what a test may have left. */
    public static void removeAll(String prefix) throws Exception {
        for (String container : named(prefix)) {
            Commands.run("docker", "rm", "-f", "-v", container);
        }
    }
}
