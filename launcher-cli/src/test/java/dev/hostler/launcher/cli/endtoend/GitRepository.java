package dev.hostler.launcher.cli.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real git repository made by the git client. */
final class GitRepository {
    private final Path directory;

    private GitRepository(Path directory) {
        this.directory = directory;
    }

    /** Makes a repository with one commit that holds these files. */
    static GitRepository create(Path directory, Map<String, String> files) throws Exception {
        Files.createDirectories(directory);
        GitRepository repository = new GitRepository(directory);
        repository.git("init", "--quiet", "--initial-branch=main");
        repository.commit(files);
        return repository;
    }

    String commit(Map<String, String> files) throws Exception {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        git("add", "--all");
        git("-c", "user.name=Test", "-c", "user.email=test@example.test", "commit", "--quiet", "--message", "a commit");
        return git("rev-parse", "HEAD").strip();
    }

    Path directory() {
        return directory;
    }

    String git(String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = "git";
        System.arraycopy(words, 0, command, 1, words.length);
        return Commands.runIn(directory, command);
    }
}
