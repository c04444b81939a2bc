package dev.hostler.launcher.http.endtoend;

import static dev.hostler.launcher.http.endtoend.Caller.job;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A repository that takes a token, which comes encrypted and must get nowhere. */
class PrivateCloneIT extends GrytScenario {
    /** Made by {@code Fernet(KEY).encrypt(b"ghp_t0ken-4711-s3cr3t")} of Python's cryptography 48. */
    static final String TOKEN =
            "gAAAAABrCkxjJgUOjJYCs-iQZgaWhrpnCvWmFgfWiJxv4jZGWQL94D43oXxz7N_cN9AygiwU3Xa2osmwWpQqzzJnQXkv"
                    + "Ylk3ShJIx7xJqp3wzaWrTXQKIl4=";

    private static final String KEY = "KCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4_QEFCQ0RFRkc=";
    private static final String CLEAR = "ghp_t0ken-4711-s3cr3t";

    private AgentRun agent() throws IOException {
        return agent(Map.of("GRYT_ENCRYPTION_KEY", KEY));
    }

    @Test
    void theTokenOpensTheRepositoryAndIsNowhere() throws Exception {
        GitServer.repository(directory.resolve("repositories/app.git"), Map.of("greeting", "hello from the clone\n"));
        try (AgentRun agent = agent();
                GitServer git = GitServer.start(directory.resolve("repositories"), Optional.of(CLEAR))) {
            CompletableFuture<Caller.Reply> running = new Caller(agent)
                    .start(job(
                                    1,
                                    "cat greeting; cat .git/config; env; touch started; until [ -e go ]; do sleep 0.1; done")
                            .put("git_url", git.url("app.git"))
                            .put("github_token_encrypted", TOKEN));
            Path started = awaitStarted();

            assertThat(Commands.run("docker", "inspect", containers().get(0)))
                    .contains("/workspace")
                    .doesNotContain(CLEAR);
            assertThat(holders(directory)).as("files that hold the token").isEmpty();
            assertThat(commandLines()).as("command lines that hold the token").isEmpty();
            Files.createFile(started.resolveSibling("go"));

            Caller.Reply reply = running.get();
            assertThat(reply.text("stdout"))
                    .startsWith("hello from the clone\n")
                    .doesNotContain(CLEAR);
            assertThat(reply.body().path("success").asBoolean()).isTrue();
            assertThat(holders(directory))
                    .as("files that hold the token afterwards")
                    .isEmpty();
            assertThat(agent.output()).doesNotContain(CLEAR);
        }
    }

    @Test
    void aTokenThatDoesNotDecryptStartsNoClone() throws Exception {
        try (AgentRun agent = agent();
                GitServer git = GitServer.start(Files.createDirectories(directory.resolve("none")), Optional.empty())) {
            Caller.Reply reply = new Caller(agent)
                    .execute(job(2, "true")
                            .put("git_url", git.url("app.git"))
                            .put("github_token_encrypted", TOKEN.replace("AABr", "AABs")));

            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.body().toString()).contains("github_token_encrypted");
        }
    }

    private static List<Path> holders(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(PrivateCloneIT::holdsToken)
                    .toList();
        }
    }

    private static boolean holdsToken(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(CLEAR);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(CLEAR))
                .toList();
    }
}
