package dev.hostler.examples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAgentTest {
    @TempDir
    Path directory;

    @Test
    void buildsARepositoryAndSaysHowThatWent() throws Exception {
        Path repository = Files.createDirectory(directory.resolve("repository"));
        Files.writeString(repository.resolve("greeting.txt"), "hello from the repository\n");
        git(repository, "init", "--quiet");
        git(repository, "add", ".");
        git(repository, "-c", "user.name=t", "-c", "user.email=t@example.test", "commit", "--quiet", "-m", "first");

        String output = run(
                repository.toString(),
                "cat greeting.txt",
                directory.resolve("data").toString());

        assertThat(output.lines()).contains("hello from the repository").endsWith("SUCCEEDED");
    }

    private static String run(String... args) throws InterruptedException {
        PrintStream before = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            EmbeddedAgent.main(args);
        } finally {
            System.setOut(before);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    private static void git(Path directory, String... words) throws Exception {
        ProcessBuilder git = new ProcessBuilder("git");
        git.command().addAll(java.util.List.of(words));
        git.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        int exit = git.directory(directory.toFile()).inheritIO().start().waitFor();
        assertThat(exit).isZero();
    }
}
