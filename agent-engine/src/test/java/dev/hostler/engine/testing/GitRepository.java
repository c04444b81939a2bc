package dev.hostler.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A directory with the real git in it, which sees no configuration of the developer's. Confined to one thread. */
public final class GitRepository {
    private final Path directory;

    private GitRepository(Path directory) {
        this.directory = directory;
    }

    /** Returns the repository in a directory that is there. */
    public static GitRepository at(Path directory) {
        return new GitRepository(directory);
    }

    /** Creates a repository whose first branch is {@code main}. */
    public static GitRepository create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GitRepository repository = new GitRepository(directory);
        repository.git("init", "-q", "-b", "main");
        return repository;
    }

    /** Returns the work tree. */
    public Path directory() {
        return directory;
    }

    /** Writes a file. */
    public GitRepository write(String path, String content) {
        Path file = directory.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Commits all files and returns the commit's id. */
    public String commit(String message) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return git("rev-parse", "HEAD");
    }

    /** Makes a bare copy of this repository. */
    public GitRepository bareAt(Path place) {
        git("clone", "-q", "--bare", directory.toString(), place.toString());
        return new GitRepository(place);
    }

    /** Runs git here and returns its output, stripped; throws if it fails. */
    public String git(String... arguments) {
        return gitWithInput("", arguments);
    }

    /** Runs git here with something to read. */
    public String gitWithInput(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        return run(directory, input, command).strip();
    }

    /** Returns the variables that keep the developer's own configuration away from a git process. */
    public static Map<String, String> isolation() {
        return Map.of(
                "HOME", "/nonexistent",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_AUTHOR_NAME", "Test",
                "GIT_AUTHOR_EMAIL", "test@example.org",
                "GIT_COMMITTER_NAME", "Test",
                "GIT_COMMITTER_EMAIL", "test@example.org");
    }

    private static String run(Path directory, String input, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().putAll(isolation());
            Process process = builder.redirectErrorStream(true).start();
            process.outputWriter().append(input).close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
