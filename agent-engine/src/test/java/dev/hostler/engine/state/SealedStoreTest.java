package dev.hostler.engine.state;

import static dev.hostler.engine.state.Samples.NOON;
import static dev.hostler.engine.state.Samples.handOver;
import static dev.hostler.engine.state.Samples.key;
import static dev.hostler.engine.state.Samples.result;
import static dev.hostler.engine.state.StateStoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.JobSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedStoreTest {
    private static final String VALUE = "canary-4711";
    private static final JobSpec SPEC =
            JobSpec.builder("a").env("TOKEN", VALUE).run("echo script-canary").build();

    @TempDir
    private Path directory;

    private Path database;
    private Path keyFile;

    @BeforeEach
    void nameFiles() {
        database = directory.resolve("state.db");
        keyFile = directory.resolve("state.key");
    }

    @Test
    void hasNothingOfAWishInAnyOfItsFiles() throws IOException {
        try (StateStore store = open(Samples.KEYS)) {
            store.queue(key("a"), SPEC, NOON);
            assertNothingOfTheWish();
            store.handOver(key("a"), handOver("s"));
            store.queueAgain(key("a"), new Rerun(1, "lost", 0));
            store.handOver(key("a"), handOver("s"));
            assertNothingOfTheWish();
            store.finish(key("a"), result(key("a")));
            store.prune(0);
            assertNothingOfTheWish();
        }
        assertNothingOfTheWish();
    }

    /** The owner is in its files, so the search does find what is there. */
    private void assertNothingOfTheWish() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                bytes.writeBytes(Files.readAllBytes(file));
            }
        }
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
                .contains("embedder")
                .doesNotContain(VALUE, "TOKEN", "script-canary", "\"script\"", "make");
    }

    @Test
    void makesAKeyAtItsFirstStartAndKeepsToIt() throws IOException {
        KeySource own = KeySource.of(Map.of(), keyFile);
        try (StateStore store = open(own)) {
            store.queue(key("a"), SPEC, NOON);
        }
        String made = Files.readString(keyFile);
        assertStillThere(own);
        assertStillThere(KeySource.of(Map.of(KeySource.VARIABLE, made), directory.resolve("other.key")));
        assertThat(keyFile).hasContent(made);
    }

    @Test
    void refusesAnotherKeyBeforeAnythingElse() {
        open(Samples.KEYS).close();
        KeySource other = Samples.keys("another key, also of 32 bytes ..");
        assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> open(other));
        assertThatThrownBy(() -> open(other))
                .hasMessage("Cannot open state '" + database + "': it was written with another key than the one from"
                        + " HOSTLER_STATE_KEY; give that other key; without it nobody can read this store: then move"
                        + " the data directory away to start with an empty one");
        open(Samples.KEYS).close();
    }

    @Test
    void makesNoNewKeyInThePlaceOfALostOne() throws IOException {
        KeySource own = KeySource.of(Map.of(), keyFile);
        open(own).close();
        Files.delete(keyFile);
        assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> open(own));
        assertThatThrownBy(() -> open(own))
                .hasMessageContaining("the key that it was written with is gone: there is no " + keyFile
                        + "; restore that file, or give the key in HOSTLER_STATE_KEY; ");
        assertThat(keyFile).doesNotExist();
    }

    @Test
    void takesUpAKeyThatItsCutShortFirstStartLeft() throws IOException {
        KeySource own = KeySource.of(Map.of(), keyFile);
        own.create();
        String made = Files.readString(keyFile);
        open(own).close();
        assertThat(keyFile).hasContent(made);
    }

    @Test
    void readsAPlainHandOverOfAnEarlierVersion() throws SQLException {
        try (StateStore store = open(Samples.KEYS)) {
            store.queue(key("a"), SPEC, NOON);
        }
        StateCodec codec = new StateCodec();
        change("UPDATE jobs SET state = 'RUNNING', spec = '" + codec.encode(SPEC) + "', hand_over = '"
                + codec.encode(handOver("s")) + "'");
        try (StateStore store = open(Samples.KEYS)) {
            JobRecord job = store.job(key("a")).orElseThrow();
            assertThat(job.spec()).isEqualTo(SPEC);
            assertThat(job.handOver()).contains(handOver("s"));
            assertThat(store.queue(key("a"), SPEC, NOON)).isEqualTo(job);
        }
    }

    @Test
    void noticesAWishThatWasMovedToAnotherJob() throws SQLException {
        try (StateStore store = open(Samples.KEYS)) {
            store.queue(key("a"), SPEC, NOON);
            store.queue(key("b"), Samples.spec("b", "make"), NOON);
        }
        change("UPDATE jobs SET spec = (SELECT spec FROM jobs WHERE id = 'a')");
        try (StateStore store = open(Samples.KEYS)) {
            assertThat(store.job(key("a")).orElseThrow().spec()).isEqualTo(SPEC);
            assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> store.job(key("b")));
            assertThatThrownBy(() -> store.job(key("b")))
                    .hasMessageContaining("'job-spec embedder/b': it is damaged or was moved");
        }
    }

    @Test
    void sealsItsMark() throws SQLException {
        open(Samples.KEYS).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, value FROM meta")) {
            assertThat(row.getString(1)).isEqualTo("key-mark");
            assertThat(row.getString(2)).startsWith("sealed:1:");
        }
    }

    private void assertStillThere(KeySource keys) {
        try (StateStore store = open(keys)) {
            assertThat(store.job(key("a")).orElseThrow().spec()).isEqualTo(SPEC);
        }
    }

    private StateStore open(KeySource keys) {
        return SqliteStateStore.open(database, keys, new PlainScheduler(), CommitListener.NONE);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
