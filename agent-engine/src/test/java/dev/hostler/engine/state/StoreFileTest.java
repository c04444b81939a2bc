package dev.hostler.engine.state;

import static dev.hostler.engine.state.Samples.NOON;
import static dev.hostler.engine.state.Samples.key;
import static dev.hostler.engine.state.Samples.spec;
import static dev.hostler.engine.state.StateStoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFileTest {
    private static final Schema NEXT = withStep("ALTER TABLE jobs ADD COLUMN color TEXT DEFAULT 'red'");

    @TempDir
    private Path directory;

    private Path database;

    @BeforeEach
    void nameDatabase() {
        database = directory.resolve("state.db");
    }

    @Test
    void keepsItsFilesFromOthers() throws IOException {
        try (StateStore store = open(Schema.CURRENT)) {
            store.queue(key("a"), spec("a", "make"), NOON);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files)
                        .hasSizeGreaterThan(1)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(database);
        }
    }

    @Test
    void syncsEachCommit() throws SQLException {
        try (Connection connection = new StoreFile(database, Schema.CURRENT).open();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("PRAGMA synchronous").getInt(1)).isEqualTo(2);
            assertThat(statement.executeQuery("PRAGMA journal_mode").getString(1))
                    .isEqualTo("wal");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "what?mode=ro", "a#b", "100%41", "ünï", "-rf"})
    void livesInADirectoryOfAnyName(String name) throws IOException {
        database = Files.createDirectory(directory.resolve(name)).resolve("state.db");
        createWithJob();
        assertThat(database).isNotEmptyFile();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(database.getParent());
        }
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Files.createFile(database);
        assertRefusedUnchanged("it is no SQLite database, or a damaged one");
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Files.writeString(database, "remember the milk\n".repeat(100));
        assertRefusedUnchanged("it is no SQLite database, or a damaged one");
    }

    @Test
    void refusesAnotherProgramsDatabase() throws IOException, SQLException {
        change("CREATE TABLE notes (text TEXT)");
        assertRefusedUnchanged("it is another program's database");
    }

    @Test
    void refusesADatabaseWithADamagedPage() throws IOException {
        createWithJob();
        byte[] bytes = Files.readAllBytes(database);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] ^= 0x55;
        }
        Files.write(database, bytes);
        assertRefusedUnchanged("it is damaged: ");
    }

    @Test
    void refusesACutDatabase() throws IOException {
        createWithJob();
        byte[] bytes = Files.readAllBytes(database);
        Files.write(database, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefusedUnchanged("damaged");
    }

    @Test
    void refusesAJournalWithoutItsDatabase() throws IOException {
        Files.writeString(directory.resolve("state.db-wal"), "left over");
        assertThatThrownBy(() -> open(Schema.CURRENT)).hasMessageContaining("the file itself is gone");
        assertThat(database).doesNotExist();
    }

    @Test
    void refusesANewerAgentsDatabase() {
        open(NEXT).close();
        assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> open(Schema.CURRENT));
        assertThatThrownBy(() -> open(Schema.CURRENT))
                .hasMessageContaining("schema " + NEXT.version() + ", this agent knows " + Schema.CURRENT.version());
        open(NEXT).close();
    }

    @Test
    void readsTheJobsOfTheFirstVersion() throws SQLException {
        Schema first = new Schema(Schema.CURRENT.steps().subList(0, 1));
        String sql = "INSERT INTO jobs (owner, id, state, queued_at, spec) VALUES ('embedder', 'a', 'QUEUED', ?, ?)";
        try (Connection connection = new StoreFile(database, first).open();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, NOON.toString());
            insert.setString(2, new StateCodec().encode(spec("a", "make")));
            insert.executeUpdate();
        }
        try (StateStore store = open(Schema.CURRENT)) {
            JobRecord job = store.job(key("a")).orElseThrow();
            assertThat(job.spec()).isEqualTo(spec("a", "make"));
            assertThat(job.cancelAsked()).isFalse();
            assertThat(job.rerun()).isEmpty();
        }
    }

    @Test
    void bringsAnOlderDatabaseUpToDate() {
        createWithJob();
        try (StateStore store = open(NEXT)) {
            assertThat(store.job(key("a"))).isPresent();
        }
    }

    @Test
    void leavesAnOlderDatabaseAsItWasIfAStepFails() {
        createWithJob();
        assertThatThrownBy(() -> open(withStep("CREATE TABLE half (x TEXT)", "CREATE TABLE jobs (x TEXT)")))
                .hasMessageContaining("already exists");
        try (StateStore store = open(NEXT)) {
            assertThat(store.job(key("a"))).isPresent();
        }
    }

    @Test
    void startsAnewWhereACreationWasCutShort() throws IOException {
        Files.writeString(directory.resolve("state.db.new"), "half a database");
        createWithJob();
        assertThat(directory.resolve("state.db.new")).doesNotExist();
    }

    @Test
    void saysWhatToDoWithoutSqlitesNativePart() throws IOException, InterruptedException {
        ChildJvm child = ChildJvm.start(OpenStore.class, List.of("-Dos.arch=abacus"), database.toString());
        assertThat(child.output())
                .contains(
                        "STATE_UNAVAILABLE Cannot open state '" + database + "': SQLite's native library does not load")
                .contains("-Dorg.sqlite.tmpdir");
        assertThat(database).doesNotExist();
    }

    /** Opens a store and prints how it went. */
    static final class OpenStore {
        public static void main(String[] arguments) {
            try {
                SqliteStateStore.open(Path.of(arguments[0]), Samples.KEYS, new PlainScheduler(), CommitListener.NONE)
                        .close();
                System.out.println("opened");
            } catch (AgentException e) {
                System.out.println(e.code() + " " + e.getMessage());
            }
        }
    }

    private void assertRefusedUnchanged(String cause) throws IOException {
        byte[] before = Files.readAllBytes(database);
        assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> open(Schema.CURRENT));
        assertThatThrownBy(() -> open(Schema.CURRENT)).hasMessageContaining(cause);
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    private StateStore open(Schema schema) {
        return SqliteStateStore.open(
                new StoreFile(database, schema), Samples.KEYS, new PlainScheduler(), CommitListener.NONE);
    }

    private void createWithJob() {
        try (StateStore store = open(Schema.CURRENT)) {
            store.queue(key("a"), spec("a", "make"), NOON);
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Schema withStep(String... sql) {
        List<List<String>> steps = new ArrayList<>(Schema.CURRENT.steps());
        steps.add(List.of(sql));
        return new Schema(steps);
    }
}
