package dev.hostler.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSecretsTest {
    @TempDir
    private Path parent;

    private final FileSecrets secrets = new FileSecrets();
    private Path directory;

    @BeforeEach
    void configure() throws IOException {
        directory = Files.createDirectory(parent.resolve("secrets"));
        Files.writeString(parent.resolve("outside"), "out");
        secrets.configure(Map.of("directory", directory.toString()));
    }

    @Test
    void readsAFileWithoutItsLastLineEnd() throws IOException {
        Files.writeString(directory.resolve("A"), "value\n");
        Files.writeString(directory.resolve("B"), "two\nlines\r\n");
        Files.writeString(directory.resolve("C"), "keeps one\n\n");
        Files.writeString(directory.resolve("D"), "none");

        assertThat(secrets.resolve("A")).contains("value");
        assertThat(secrets.resolve("B")).contains("two\nlines");
        assertThat(secrets.resolve("C")).contains("keeps one\n");
        assertThat(secrets.resolve("D")).contains("none");
        assertThat(secrets.resolve("E")).isEmpty();
    }

    @Test
    void knowsNothingWithoutADirectory() {
        FileSecrets unset = new FileSecrets();
        unset.configure(Map.of());

        assertThat(unset.resolve("outside")).isEmpty();
    }

    @Test
    void takesNoNameThatIsAPath() {
        for (String name :
                new String[] {"../outside", "..", ".", "", "a/b", "/etc/passwd", ".hidden", "a\0b", "a\nb"}) {
            assertThat(secrets.resolve(name)).as(name).isEmpty();
        }
    }

    @Test
    void followsLinksThatStayInside() throws IOException {
        Files.createDirectory(directory.resolve("..data"));
        Files.writeString(directory.resolve("..data/TOKEN"), "mounted");
        Files.createSymbolicLink(directory.resolve("TOKEN"), Path.of("..data/TOKEN"));

        assertThat(secrets.resolve("TOKEN")).contains("mounted");
    }

    @Test
    void refusesLinksThatLeadOut() throws IOException {
        Files.createSymbolicLink(directory.resolve("A"), parent.resolve("outside"));

        refuses("A", "it is a link that leads out of the secret directory");
    }

    @Test
    void refusesWhatIsNoSecret() throws IOException {
        Files.createDirectory(directory.resolve("DIRECTORY"));
        Files.write(directory.resolve("LARGE"), new byte[64 * 1024 + 1]);
        Files.write(directory.resolve("BINARY"), new byte[] {'s', 'e', 'c', (byte) 0xff});
        Files.createSymbolicLink(directory.resolve("DANGLING"), Path.of("nowhere"));

        refuses("DIRECTORY", "it is not a regular file");
        refuses("LARGE", "the file is larger than 64 KiB");
        refuses("BINARY", "the file is not UTF-8");
        refuses("DANGLING", "the file can't be read");
    }

    @Test
    void refusesADirectoryThatIsNone() {
        assertThatThrownBy(() -> secrets.configure(
                        Map.of("directory", parent.resolve("missing").toString())))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("it is not the absolute path of a directory");
        assertThatThrownBy(() -> secrets.configure(Map.of("directory", "relative")))
                .isInstanceOf(AgentException.class);
    }

    private void refuses(String name, String message) {
        assertThatThrownBy(() -> secrets.resolve(name))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("Cannot read secret '" + name + "': " + message)
                .hasMessageNotContaining("sec\u00ff");
    }
}
