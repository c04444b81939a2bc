package dev.hostler.launcher.grpc.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatePathTest {
    @TempDir
    Path directory;

    @Test
    void theStateIsADirectoryBesideTheName() throws Exception {
        Path file = directory.resolve("state.db");
        assertThat(StatePath.directory(file)).isEqualTo(directory.resolve("state.db.d"));
        Files.createFile(file);
        assertThat(StatePath.directory(file)).isEqualTo(directory.resolve("state.db.d"));
    }

    @Test
    void aBboltDatabaseIsRefusedByNameAndLeftAsItIs() throws Exception {
        byte[] pages = new byte[4096];
        byte[] magic = {(byte) 0xED, (byte) 0xDA, 0x0C, (byte) 0xED};
        System.arraycopy(magic, 0, pages, 16, 4);
        Path file = Files.write(directory.resolve("state.db"), pages);
        assertThatThrownBy(() -> StatePath.directory(file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("bbolt");
        assertThat(Files.readAllBytes(file)).isEqualTo(pages);
        assertThat(directory.resolve("state.db.d")).doesNotExist();
    }

    @Test
    void anyOtherFileIsRefusedToo() throws Exception {
        Path file = Files.writeString(directory.resolve("state.db"), "something");
        assertThatThrownBy(() -> StatePath.directory(file)).hasMessageContaining("not this agent's");
    }
}
