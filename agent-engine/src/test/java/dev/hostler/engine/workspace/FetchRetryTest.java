package dev.hostler.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.engine.retry.RetrySchedule;
import dev.hostler.engine.testing.GitHttpServer;
import dev.hostler.engine.testing.GitHttpServer.Behaviour;
import dev.hostler.engine.testing.GitHttpServer.Trouble;
import dev.hostler.engine.testing.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FetchRetryTest {
    private static final RetrySchedule QUICK = new RetrySchedule(Collections.nCopies(3, Duration.ofMillis(10)));

    @TempDir
    Path directory;

    private Fetching fetching;
    private String commit;

    @BeforeEach
    void makeRepository() throws IOException {
        GitRepository origin = GitRepository.create(directory.resolve("origin"));
        commit = origin.write("file", "content").commit("first");
        origin.bareAt(directory.resolve("served.git"));
        fetching = new Fetching(directory, Duration.ofSeconds(20), QUICK);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void asksAgainAServerThatFailsInPassing(Trouble trouble) throws Exception {
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART)) {
            server.troubleWithPacks(trouble, 2);
            assertThat(fetching.fetch(server.url("served.git"), "main")).isEqualTo(commit);
        }
        assertThat(fetching.workspace.resolve("file")).hasContent("content");
        assertThat(fetching.notices)
                .filteredOn(line -> line.contains("trying again"))
                .hasSize(2);
    }

    @Test
    void givesUpAfterTheLastAttemptAndSaysWhy() throws Exception {
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART)) {
            server.troubleWithPacks(Trouble.UNAVAILABLE, 4);
            assertThatThrownBy(() -> fetching.fetch(server.url("served.git"), "main"))
                    .isInstanceOf(AgentException.class)
                    .hasMessageContaining("HTTP status 503");
        }
        assertThat(fetching.notices)
                .filteredOn(line -> line.contains("trying again"))
                .hasSize(3)
                .last()
                .asString()
                .endsWith("(attempt 4 of 4)");
    }

    @Test
    void doesNotAskAgainForWhatIsNotThere() throws Exception {
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART)) {
            assertThatThrownBy(() -> fetching.fetch(server.url("none.git"), "main"))
                    .isInstanceOf(AgentException.class);
            assertThatThrownBy(() -> fetching.fetch(server.url("served.git"), "no-such-ref"))
                    .isInstanceOf(AgentException.class);
        }
        assertThat(fetching.notices).noneMatch(line -> line.contains("trying again"));
    }

    @Test
    void beginsAnewInAnEmptyWorkspace() throws Exception {
        Files.createDirectories(fetching.workspace.resolve(".git/objects"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        Files.createSymbolicLink(fetching.workspace.resolve("link"), outside);
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART)) {
            assertThat(fetching.fetch(server.url("served.git"), "main")).isEqualTo(commit);
        }
        assertThat(fetching.workspace).isDirectoryContaining("glob:**/file").isDirectoryNotContaining("glob:**/link");
        assertThat(outside.resolve("kept")).hasContent("kept");
    }
}
