package dev.hostler.launcher.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.launcher.cli.endtoend.TestImages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of a container on the real engine, given to it again. */
class JobContainerTest {
    private static final Path SOCKET =
            Path.of(URI.create(System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock"))
                    .getPath());

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path scratch;

    private static String created(EngineSocket engine, String settings) throws IOException {
        return JSON.readTree(engine.ask("POST", "/containers/create", settings))
                .path("Id")
                .asText();
    }

    private String asOfAJob() throws IOException {
        ObjectNode settings = JSON.createObjectNode().put("Image", TestImages.BUSYBOX);
        settings.putArray("Cmd").add("true");
        settings.putArray("Env").add("HOME=/home");
        settings.put("WorkingDir", "/workspace");
        settings.putObject("Labels")
                .put(RawContainer.LABEL, String.valueOf(ProcessHandle.current().pid()));
        ObjectNode host =
                settings.putObject("HostConfig").put("NetworkMode", "none").put("Memory", 64 << 20);
        host.putArray("CapDrop").add("MKNOD");
        host.putArray("SecurityOpt").add("no-new-privileges");
        Path directory = Files.createDirectory(scratch.resolve("job"));
        host.putArray("Mounts")
                .addObject()
                .put("Type", "bind")
                .put("Source", directory.toString())
                .put("Target", "/hostler/in")
                .put("ReadOnly", true);
        return settings.toString();
    }

    @Test
    void anotherContainerHasTheSameSettingsAndDirectoriesOfItsOwn() throws Exception {
        TestImages.requireBusybox(scratch);
        Path own = scratch.resolve("own");
        try (EngineSocket engine = EngineSocket.connect(SOCKET)) {
            String job = created(engine, asOfAJob());
            String alike = created(engine, new JobContainer(own).settings(engine, job));
            JsonNode of = JSON.readTree(engine.ask("GET", "/containers/" + job + "/json", ""));
            JsonNode found = JSON.readTree(engine.ask("GET", "/containers/" + alike + "/json", ""));
            assertThat(found.path("Config").path("Env"))
                    .isEqualTo(of.path("Config").path("Env"));
            assertThat(found.path("Config").path("WorkingDir").asText()).isEqualTo("/workspace");
            assertThat(source(found)).isEqualTo(own.resolve("hostler/in").toString());
            assertThat(own.resolve("hostler/in")).isDirectory();
            ((ObjectNode) found.at("/HostConfig/Mounts/0")).put("Source", source(of));
            assertThat(found.path("HostConfig")).isEqualTo(of.path("HostConfig"));
            assertThat(of.at("/HostConfig/CapDrop/0").asText()).isEqualTo("MKNOD");
        } finally {
            RawContainer.removeAll(SOCKET);
        }
    }

    private static String source(JsonNode container) {
        return container.at("/HostConfig/Mounts/0/Source").asText();
    }
}
