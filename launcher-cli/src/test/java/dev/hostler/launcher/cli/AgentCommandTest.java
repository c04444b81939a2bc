package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.AgentConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentCommandTest {
    @TempDir
    private Path home;

    private AgentSettings read(Terminal terminal, String text) {
        terminal.file("agent.yaml", text);
        Invocation invocation = terminal.invocation();
        return AgentSettings.read(ConfigFile.find(Optional.of("agent.yaml"), invocation), invocation);
    }

    @Test
    void readsEverySetting() throws Exception {
        Files.createDirectory(home.resolve("plugins"));
        AgentSettings settings = read(new Terminal(home), """
                data_directory: state
                cache_directory: /var/cache/hostler
                slots: 7
                queue_limit: 20
                labels: [gpu, arm64]
                job_timeout: 2h
                cancel_grace: 5s
                on_stop: cancel
                minimum_free: 2GiB
                plugins: plugins
                disable: [process]
                providers:
                  docker: {pull: always, processes: 100}
                doors:
                  http: {port: 8080}
                """.replace("data_directory: state\n", ""));

        AgentConfig agent = settings.agent();
        assertThat(agent.dataDirectory()).isEqualTo(home.resolve("data"));
        assertThat(agent.cacheDirectory()).contains(Path.of("/var/cache/hostler"));
        assertThat(agent.slots()).isEqualTo(7);
        assertThat(agent.queueLimit()).isEqualTo(20);
        assertThat(agent.labels()).containsExactlyInAnyOrder("gpu", "arm64");
        assertThat(agent.jobTimeout()).isEqualTo(Duration.ofHours(2));
        assertThat(agent.cancelGrace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(agent.onClose()).isEqualTo(AgentConfig.OnClose.CANCEL);
        assertThat(agent.minimumFreeBytes()).isEqualTo(2L << 30);
        assertThat(agent.pluginDirectory()).contains(home.resolve("plugins"));
        assertThat(agent.disabled()).containsExactly("process");
        assertThat(agent.provider("docker")).isEqualTo(Map.of("pull", "always", "processes", "100"));
        assertThat(settings.doors()).isEqualTo(Map.of("http", Map.of("port", "8080")));
    }

    @Test
    void everyDoorHasADirectoryForItsOwnState() {
        AgentSettings settings = read(new Terminal(home), """
                doors:
                  http: {port: 8080}
                  grpc: {state_directory: /srv/grpc}
                """);

        assertThat(settings.doorsWithState())
                .isEqualTo(Map.of(
                        "http",
                        Map.of(
                                "port",
                                "8080",
                                "state_directory",
                                home.resolve("data/doors/http").toString()),
                        "grpc",
                        Map.of("state_directory", "/srv/grpc")));
    }

    @Test
    void theEnvironmentWinsOverTheFile() {
        Terminal terminal = new Terminal(home)
                .set("HOSTLER_DATA_DIR", "/srv/agent")
                .set("HOSTLER_SLOTS", "3")
                .set("HOSTLER_LABELS", "a,b")
                .set("HOSTLER_ON_STOP", "cancel");

        AgentConfig agent = read(terminal, "slots: 9\nlabels: [c]\ndata_directory: /elsewhere\n")
                .agent();

        assertThat(agent.dataDirectory()).isEqualTo(Path.of("/srv/agent"));
        assertThat(agent.slots()).isEqualTo(3);
        assertThat(agent.labels()).containsExactlyInAnyOrder("a", "b");
        assertThat(agent.onClose()).isEqualTo(AgentConfig.OnClose.CANCEL);
    }

    @Test
    void saysThatAConfigurationIsInOrderAndStartsNothing() {
        Terminal terminal = new Terminal(home).file("agent.yaml", "slots: 2\n");

        assertThat(terminal.run("agent", "--check-config", "--config", "agent.yaml"))
                .isZero();

        assertThat(terminal.out())
                .isEqualTo("The configuration is in order: data directory " + terminal.dataDirectory()
                        + ", slots 2, doors none\n");
        assertThat(terminal.agents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "slots: many|field slots: expected a whole number, found 'many'",
                "slots: 0|Cannot accept setting slots '0': it is less than 1",
                "slots: [1]|field slots: expected one value, found a list",
                "on_stop: kill|field on_stop: expected detach or cancel, found 'kill'",
                "job_timeout: 30|field job_timeout: expected a duration such as 90s or 1h30m, found '30'",
                "minimum_free: 5|field minimum_free: expected a size such as 512MiB or 2GiB, found '5'",
                "labels: gpu|field labels: expected a list of words, found 'gpu'",
                "providers: {docker: [a]}|field providers.docker: expected a map, found a list",
                "providers: {docker: {a: {b: c}}}|field providers.docker.a: expected one value, found a map",
                "doors: {carrier: {port: 1}}|Cannot open door 'carrier': there is no such door; there is http",
                "slot: 3|field slot: there is no such setting; they are data_directory, cache_directory, slots",
                "- a|it is no map of settings",
                "slots: [|line 1",
                "`slots: 1\nslots: 2`|Duplicate field 'slots'",
            })
    void namesWhatIsWrong(String text, String expected) {
        Terminal terminal = new Terminal(home).file("agent.yaml", text);

        assertThat(terminal.run("agent", "--check-config", "--config", "agent.yaml"))
                .isEqualTo(2);

        assertThat(terminal.err()).contains(expected).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void namesAVariableThatIsWrongAndNotItsValue() {
        Terminal terminal = new Terminal(home).set("HOSTLER_SLOTS", "s3cret");

        assertThat(terminal.run("agent", "--check-config")).isEqualTo(2);

        assertThat(terminal.err())
                .isEqualTo(
                        "Cannot accept environment variable 'HOSTLER_SLOTS': it is not a whole number; correct it\n");
    }

    @Test
    void namesAFileThatIsNotThere() {
        Terminal terminal = new Terminal(home);

        assertThat(terminal.run("agent", "--config", "none.yaml")).isEqualTo(2);

        assertThat(terminal.err())
                .contains("Cannot read configuration '" + home.resolve("none.yaml") + "': there is no such file");
    }

    @ParameterizedTest
    @CsvSource({"TERM,143", "INT,130"})
    void servesUntilASignalComes(String signal, int exitCode) throws Exception {
        try (Child child = Child.start(home, home.resolve("data"), "waiting", "agent")) {
            assertThat(child.readLine()).startsWith("The agent serves: data directory ");
            child.signal(signal);

            assertThat(child.readRest())
                    .containsExactly(
                            "The agent stops; running jobs go on, and its next start takes them up",
                            "The agent has stopped");
            assertThat(child.exitCode()).isEqualTo(exitCode);
        }
    }
}
