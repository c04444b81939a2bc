package dev.hostler.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.engine.testing.GitRepository;
import dev.hostler.engine.testing.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GitOverSshTest {
    @TempDir
    Path directory;

    private GitRepository origin;
    private String commit;
    private SshServer server;
    private Path home;
    private Fetching fetching;

    @BeforeEach
    void startServer() throws IOException {
        origin = GitRepository.create(directory.resolve("origin"));
        commit = origin.write("file", "content").commit("first");
        server = SshServer.start(directory.resolve("sshd"));
        fetching = new Fetching(directory, Duration.ofSeconds(20));
        home = directory.resolve("home");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
    void checksOutWithADefaultKeyOfTheUser(String type) throws Exception {
        server.admit(home, type);
        server.makeKnown(home);
        assertThat(fetching.fetch(server.url(origin.directory()), "main")).isEqualTo(commit);
        assertThat(GitRepository.at(fetching.workspace).git("status", "--porcelain"))
                .isEmpty();
        assertThat(fetching.notices.get(1)).contains("depth 1");
    }

    @Test
    void refusesAServerThatIsNotKnown() throws IOException {
        server.admit(home, "ed25519");
        assertRefused("the server's host key is not in known_hosts");
        assertThat(home.resolve(".ssh/known_hosts")).doesNotExist();
    }

    @Test
    void refusesAServerThatIsNotKnownEvenIfTheUserWouldNot() throws IOException {
        server.admit(home, "ed25519");
        Files.writeString(home.resolve(".ssh/config"), "Host *\n  StrictHostKeyChecking no\n");
        assertRefused("the server's host key is not in known_hosts");
    }

    @Test
    void refusesAServerWhoseKeyHasChanged() throws IOException {
        server.admit(home, "ed25519");
        server.makeKnownWithAnotherKey(home);
        assertRefused("the server's host key is not in known_hosts, or is not the one there; verify the key");
    }

    @Test
    void refusesToGoOnWithoutAKeyThatTheServerAccepts() throws IOException {
        server.makeKnown(home);
        assertRefused("the server accepts none of the ssh keys of the agent's user; put a key");
    }

    @Test
    void refusesARepositoryThatIsNotThere() throws IOException {
        server.admit(home, "ed25519");
        server.makeKnown(home);
        assertThatThrownBy(() -> fetching.fetch(server.url(directory.resolve("none.git")), "main"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("there is no git repository; check the URL");
    }

    private void assertRefused(String cause) {
        String url = server.url(origin.directory());
        assertThatThrownBy(() -> fetching.fetch(url, "main"))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("Cannot check out repository '" + url + "': ")
                .hasMessageContaining(cause);
    }
}
