package dev.hostler.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipelineFinderTest {
    private static final String TEXT = "steps: [{run: make}]\n";

    @TempDir
    private Path directory;

    private Path workspace;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = Files.createDirectory(directory.resolve("workspace"));
        Files.writeString(directory.resolve("outside.yaml"), TEXT);
    }

    private String find(String path) {
        return new PipelineReaders().find(workspace, Optional.of(path)).text();
    }

    @Test
    void takesTheFirstKnownName() throws IOException {
        for (String name : List.of(".raibid.yml", ".raibid.yaml", ".hostler.yml", ".hostler.yaml")) {
            Files.writeString(workspace.resolve(name), TEXT);
            assertThat(new PipelineReaders().find(workspace, Optional.empty()).fileName())
                    .isEqualTo(name);
        }
    }

    @Test
    void takesTheNamedFile() throws IOException {
        Files.createDirectory(workspace.resolve("ci"));
        Files.writeString(workspace.resolve("ci/build.yaml"), TEXT);

        assertThat(find("ci/build.yaml")).isEqualTo(TEXT);
        assertThat(find("./ci/../ci/build.yaml")).isEqualTo(TEXT);
    }

    @Test
    void saysWhatItLookedForWhenThereIsNone() {
        assertThatThrownBy(() -> new PipelineReaders().find(workspace, Optional.empty()))
                .isInstanceOf(AgentException.class)
                .hasMessage("Cannot find pipeline '.hostler.yaml': the workspace has none of .hostler.yaml,"
                        + " .hostler.yml, .raibid.yaml, .raibid.yml; add one, or name the file");
        refuses("ci.yaml", "there is no such file in the workspace; add it, or name another file");
        refuses("a/b/ci.yaml", "there is no such file in the workspace");
    }

    @Test
    void followsNoLink() throws IOException {
        Files.createSymbolicLink(workspace.resolve(".hostler.yaml"), directory.resolve("outside.yaml"));
        Files.createSymbolicLink(workspace.resolve("up"), directory);

        refuses(".hostler.yaml", "a part of its path is a symbolic link");
        refuses("up/outside.yaml", "a part of its path is a symbolic link");
        assertThatThrownBy(() -> new PipelineReaders().find(workspace, Optional.empty()))
                .hasMessageContaining("a part of its path is a symbolic link");
    }

    @Test
    void staysInTheWorkspace() {
        refuses("../outside.yaml", "it leads out of the workspace");
        refuses("a/../../outside.yaml", "it leads out of the workspace");
        refuses(directory.resolve("outside.yaml").toString(), "it leads out of the workspace");
        refuses("", "it leads out of the workspace");
        refuses("a\0b", "no file of this machine can have this name");
    }

    @Test
    void opensNothingButFiles() throws Exception {
        Files.createDirectory(workspace.resolve(".hostler.yaml"));
        Process mkfifo = new ProcessBuilder("mkfifo", workspace.resolve("fifo").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        refuses(".hostler.yaml", "it is not a regular file");
        refuses("fifo", "it is not a regular file");
    }

    @Test
    void readsNoMoreThanAMebibyte() throws IOException {
        Files.writeString(workspace.resolve("fits"), "#".repeat(PipelineFinder.LARGEST));
        Files.writeString(workspace.resolve("large"), "#".repeat(PipelineFinder.LARGEST + 1));

        assertThat(find("fits")).hasSize(PipelineFinder.LARGEST);
        refuses("large", "it is larger than 1 MiB");
    }

    @Test
    void saysWhichLineIsNotUtf8() throws IOException {
        Files.write(workspace.resolve("latin"), new byte[] {'a', '\n', 'b', '\n', (byte) 0xe4, '\n'});

        refuses("latin", "line 3: it is not UTF-8; save the file as UTF-8");
    }

    private void refuses(String path, String message) {
        assertThatThrownBy(() -> find(path)).isInstanceOf(AgentException.class).hasMessageContaining(message);
    }
}
