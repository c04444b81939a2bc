package dev.hostler.launcher.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a container is created of that is a job's in all but what runs in it: the engine tells what it was asked for when a
 * job's own was made, so the two can't come apart.
 */
final class JobContainer {
    /** What a container's request has beside its command, its labels and its host's part. */
    private static final List<String> KEPT =
            List.of("Image", "Env", "WorkingDir", "User", "OpenStdin", "Healthcheck", "StopSignal");

    private final JsonMapper json = new JsonMapper();
    private final Path directories;

    /**
     * Prepares; does nothing yet.
     *
     * @param directories where the directories are made that containers mount in place of a job's
     */
    JobContainer(Path directories) {
        this.directories = directories;
    }

    /** Returns the settings of the container in which a job runs now; the directories that they name are there then. */
    String settings(EngineSocket engine, String container) throws IOException {
        JsonNode found = json.readTree(engine.ask("GET", "/containers/" + container + "/json", ""));
        ObjectNode settings = json.createObjectNode();
        KEPT.stream()
                .filter(found.path("Config")::hasNonNull)
                .forEach(name -> settings.set(name, found.path("Config").get(name)));
        settings.putArray("Entrypoint").add("sh").add("-c");
        settings.putArray("Cmd").add("echo hostler-bench");
        settings.putObject("Labels")
                .put(RawContainer.LABEL, String.valueOf(ProcessHandle.current().pid()));
        ObjectNode host = found.path("HostConfig").deepCopy();
        for (JsonNode mount : host.path("Mounts")) {
            mountAnother((ObjectNode) mount);
        }
        settings.set("HostConfig", host);
        return settings.toString();
    }

    /** A job's own directories go with it; a volume without a name is made and goes with its container. */
    private void mountAnother(ObjectNode mount) throws IOException {
        if (mount.path("Type").asText().equals("bind")) {
            Path directory = directories.resolve(mount.path("Target").asText().substring(1));
            mount.put("Source", Files.createDirectories(directory).toString());
        } else {
            mount.remove("Source");
        }
    }
}
