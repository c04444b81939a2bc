package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.Pipeline;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineFileTest {
    @TempDir
    private Path home;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(home);
    }

    @Test
    void readsUtf8() {
        terminal.file("ü.yaml", "name: grüße");

        assertThat(terminal.run("run", "ü.yaml")).isZero();
        assertThat(terminal.agent().submitted().pipeline()).isEqualTo(new Pipeline.Document("ü.yaml", "name: grüße"));
    }

    @Test
    void aHyphenReadsTheStandardInput() {
        assertThat(terminal.type("name: typed").run("run", "-")).isZero();
        assertThat(terminal.agent().submitted().pipeline()).isEqualTo(new Pipeline.Document("stdin", "name: typed"));
    }

    @Test
    void aMissingFileIsRefused() {
        refused("missing.yaml", "there is no such file");
    }

    @Test
    void anEmptyFileIsRefused() {
        terminal.file("empty.yaml", " \n\n");
        refused("empty.yaml", "it is empty");
    }

    @Test
    void aDirectoryIsRefused() {
        refused(".", "it is a directory");
    }

    @Test
    void emptyInputIsRefused() {
        refused("-", "'stdin': it is empty");
    }

    @Test
    void aFileThatIsNoTextIsRefused() {
        terminal.file("image.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff});
        refused("image.png", "it is not UTF-8 text");
    }

    @Test
    void oneMebibyteIsRead() {
        terminal.file("large.yaml", "#".repeat(1024 * 1024));

        assertThat(terminal.run("run", "large.yaml")).isZero();
    }

    @Test
    void oneByteMoreIsRefused() {
        terminal.file("larger.yaml", "#".repeat(1024 * 1024 + 1));
        refused("larger.yaml", "larger than 1 MiB");
    }

    @Test
    void anEndlessFileIsRefusedToo() {
        refused("/dev/zero", "larger than 1 MiB");
    }

    @Test
    void aNameThatBreaksTheLineDoesNot() {
        refused("a\nb\u001b[31m.yaml", "there is no such file");
        assertThat(terminal.err()).doesNotContain("\u001b");
    }

    private void refused(String file, String cause) {
        assertThat(terminal.run("run", file)).isEqualTo(2);
        assertThat(terminal.err()).contains(cause).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.dataDirectory()).as("nothing is left").doesNotExist();
    }
}
