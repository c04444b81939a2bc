package dev.hostler.engine.state;

import static dev.hostler.engine.state.StateStoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.engine.state.seal.StateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySourceTest {
    private static final String FIRST = StateKey.random("test").encoded();
    private static final String SECOND = StateKey.random("test").encoded();
    private static final String THIRD = StateKey.random("test").encoded();

    @TempDir
    private Path directory;

    private Path own;
    private Path named;

    @BeforeEach
    void nameFiles() {
        own = directory.resolve("state.key");
        named = directory.resolve("named.key");
    }

    @Test
    void takesTheVariableThenTheNamedFileThenItsOwn() throws IOException {
        put(named, SECOND + "\n", "r--------");
        put(own, THIRD, "rw-------");
        Map<String, String> naming = Map.of(KeySource.FILE_VARIABLE, named.toString());
        Map<String, String> both = Map.of(KeySource.FILE_VARIABLE, named.toString(), KeySource.VARIABLE, FIRST);
        assertThat(found(both)).isEqualTo(FIRST);
        assertThat(found(naming)).isEqualTo(SECOND);
        assertThat(found(Map.of())).isEqualTo(THIRD);
    }

    @Test
    void makesItsOwnFileForNobodyElse() throws IOException {
        Files.writeString(directory.resolve("state.key.new"), "half a ke");
        KeySource keys = KeySource.of(Map.of(), own);
        assertThat(keys.find()).isEmpty();
        String made = keys.create().encoded();
        assertThat(found(Map.of())).isEqualTo(made);
        assertThat(own).hasContent(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(own);
        }
    }

    @Test
    void saysWhereItCannotMakeAFile() {
        KeySource keys = KeySource.of(Map.of(), Path.of("/proc/state.key"));
        assertRefused(ErrorCode.STATE_UNAVAILABLE, keys::create);
        assertThatThrownBy(keys::create).hasMessageStartingWith("Cannot make state key '/proc/state.key': ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw-rw-rw-"})
    void refusesAFileThatOthersMayUse(String rights) throws IOException {
        put(own, FIRST, rights);
        assertUnusable(
                Map.of(),
                "Cannot use state key '" + own + "': others than its owner may use the file, or run it (" + rights
                        + "); run 'chmod 600' on it");
        assertThat(own).hasContent(FIRST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "AAAA", "not base64"})
    void refusesAFileWithoutAKey(String content) throws IOException {
        put(own, content, "rw-------");
        assertUnusable(Map.of(), "Cannot use state key '" + own + "': it is not 32 bytes in base64; ");
        assertThat(own).hasContent(content);
    }

    @Test
    void refusesALargeFile() throws IOException {
        put(own, FIRST.repeat(10_000), "rw-------");
        assertUnusable(Map.of(), "it is not 32 bytes in base64");
    }

    @Test
    void refusesADirectory() throws IOException {
        Files.createDirectory(named);
        assertUnusable(
                Map.of(KeySource.FILE_VARIABLE, named.toString()),
                "Cannot read state key '" + named + "': Is a directory");
        assertUnusable(Map.of(KeySource.FILE_VARIABLE, ""), "Cannot read state key '': Is a directory");
    }

    @Test
    void makesNoFileThatAVariableNames() {
        assertUnusable(
                Map.of(KeySource.FILE_VARIABLE, named.toString()),
                "Cannot read state key '" + named + "': there is no such file; put the key there, or change or unset"
                        + " HOSTLER_STATE_KEY_FILE");
        assertThat(named).doesNotExist();
    }

    @Test
    void takesAnEmptyVariableForAMistake() throws IOException {
        put(own, FIRST, "rw-------");
        assertUnusable(
                Map.of(KeySource.VARIABLE, ""),
                "Cannot use state key 'HOSTLER_STATE_KEY': it is not 32 bytes in base64; ");
    }

    private String found(Map<String, String> environment) {
        return KeySource.of(environment, own).find().orElseThrow().encoded();
    }

    private void assertUnusable(Map<String, String> environment, String message) {
        KeySource keys = KeySource.of(environment, own);
        assertRefused(ErrorCode.STATE_UNAVAILABLE, keys::find);
        assertThatThrownBy(keys::find).hasMessageContaining(message);
    }

    private static void put(Path file, String content, String rights) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }
}
