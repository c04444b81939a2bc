package dev.hostler.launcher.grpc.endtoend;

import java.util.List;

/** What the engine itself says of containers. */
final class Containers {
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

    /** Removes what a test may have left. */
    static void removeAll(String prefix) throws Exception {
        List<String> left = Commands.run("docker", "ps", "-aq", "--filter", "name=^/" + prefix)
                .lines()
                .toList();
        for (String container : left) {
            Commands.run("docker", "rm", "-f", "-v", container);
        }
    }
}
