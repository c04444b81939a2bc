package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.node.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {
    private static final Finding WELL = Finding.ok("disk", "40.0 of 80.0 GiB are free");
    private static final Finding WEAK = Finding.warning("compose", "it is not installed", "install it");
    private static final Finding ILL = Finding.problem("data directory", "it can't be written", "choose another");

    private final List<AgentConfig> asked = new ArrayList<>();
    private final Terminal terminal;

    DoctorCommandTest(@TempDir Path home) {
        this.terminal = new Terminal(home);
    }

    private int doctor(List<Finding> findings, String... args) {
        return new CommandLine(new DoctorCommand(terminal.invocation(), config -> {
                    asked.add(config);
                    return findings;
                }))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    @Test
    void printsEachFindingWithItsRemedy() {
        assertThat(doctor(List.of(WELL, WEAK))).isZero();

        assertThat(terminal.out().lines())
                .containsExactly(
                        "ok       disk     40.0 of 80.0 GiB are free",
                        "warning  compose  it is not installed",
                        "                  -> install it",
                        "Nothing is in the way. Warnings: 1.");
    }

    @Test
    void aProblemIsTheExitCode() {
        assertThat(doctor(List.of(ILL, WEAK, WELL))).isEqualTo(3);

        assertThat(terminal.out())
                .contains("problem  data directory", "-> choose another", "Problems: 1. Warnings: 1.");
    }

    @Test
    void aProgramGetsOneObject() throws IOException {
        assertThat(doctor(List.of(WELL, ILL), "-o", "json")).isEqualTo(3);

        assertThat(terminal.out().lines()).hasSize(1);
        JsonNode said = new ObjectMapper().readTree(terminal.out());
        assertThat(said.path("problems").asInt()).isEqualTo(1);
        assertThat(said.path("warnings").asInt(-1)).isZero();
        assertThat(said.at("/findings/0/level").asText()).isEqualTo("ok");
        assertThat(said.at("/findings/0/remedy").isNull()).isTrue();
        assertThat(said.at("/findings/1").toString())
                .isEqualTo("{\"subject\":\"data directory\",\"level\":\"problem\",\"text\":\"it can't be written\","
                        + "\"remedy\":\"choose another\"}");
    }

    @Test
    void whatAHostSaysIsNotObeyedByTheTerminal() {
        doctor(List.of(Finding.ok("docker", "version \u001b[31m1\r\n")));

        assertThat(terminal.out()).doesNotContain("\u001b", "\r").contains("version  [31m1");
    }

    @Test
    void looksAtTheAgentThatIsConfigured() {
        terminal.file("agent.yaml", "data_directory: elsewhere\nminimum_free: 5GiB\n");
        terminal.set("HOSTLER_DATA_DIR", "");

        doctor(List.of(WELL), "--config", "agent.yaml");

        assertThat(asked.get(0).dataDirectory()).isEqualTo(terminal.home().resolve("elsewhere"));
        assertThat(asked.get(0).minimumFreeBytes()).isEqualTo(5L << 30);
    }

    @Test
    void aConfigurationThatIsWrongIsNamedAndNothingAsked() {
        terminal.file("agent.yaml", "slots: many\n");

        assertThat(terminal.run("doctor", "--config", "agent.yaml")).isEqualTo(2);

        assertThat(terminal.err()).contains("field slots: expected a whole number");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void theRealOneLooksAtThisHost() {
        int code = terminal.run("doctor");

        assertThat(terminal.out()).contains("data directory", "isolation", "policy", "/opt/data");
        assertThat(code).isEqualTo(terminal.out().contains("\nproblem") ? 3 : 0);
        assertThat(terminal.dataDirectory()).doesNotExist();
    }
}
