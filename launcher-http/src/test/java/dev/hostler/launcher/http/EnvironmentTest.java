package dev.hostler.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir
    private Path directory;

    private Path below() throws Exception {
        return Files.createDirectories(directory.resolve("a/b"));
    }

    @Test
    void readsTheFormsThatShellsRead() {
        assertThat(EnvironmentFile.parse("""
                # a comment
                export A=1
                B = no assignment
                  C="two words # no comment" # a comment
                D='it''s'
                export   E=plain # a comment
                F=
                G=a#b
                echo H=1
                A=2
                I="unclosed
                """))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "A",
                        "2",
                        "C",
                        "two words # no comment",
                        "D",
                        "it",
                        "E",
                        "plain",
                        "F",
                        "",
                        "G",
                        "a#b",
                        "I",
                        "\"unclosed"));
    }

    @Test
    void theFileCountsOnlyForWhatIsNotSet() throws Exception {
        Files.writeString(directory.resolve(".envrc"), "A=file\nB=file\nC=file\n");

        Environment environment = Environment.of(Map.of("A", "process", "B", ""), directory);

        assertThat(environment.variable("A")).contains("process");
        assertThat(environment.variable("B")).contains("file");
        assertThat(environment.variable("C")).contains("file");
        assertThat(environment.variable("D")).isEmpty();
    }

    @Test
    void theNearestFileCountsAlone() throws Exception {
        Files.writeString(directory.resolve(".envrc"), "A=far\nB=far\n");
        assertThat(Environment.of(Map.of(), below()).variable("A")).contains("far");

        Files.writeString(directory.resolve("a/.envrc"), "A=near\n");

        assertThat(Environment.of(Map.of(), below()).variable("A")).contains("near");
        assertThat(Environment.of(Map.of(), below()).variable("B")).isEmpty();
    }

    @Test
    void namesAFileThatCantBeRead() throws Exception {
        Files.write(directory.resolve(".envrc"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(() -> Environment.of(Map.of(), directory))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining(directory.resolve(".envrc").toString());
    }

    @Test
    void theExampleNamesEveryVariableAndSetsNothingThatWorks() throws Exception {
        Path example = Path.of(System.getProperty("hostler.root"), ".envrc.example");

        String text = Files.readString(example);

        assertThat(text)
                .contains("AGENT_API_KEY", "GRYT_ENCRYPTION_KEY", "AGENT_HOST", "AGENT_PORT", "GRYT_DOCKER_IMAGE");
        assertThat(EnvironmentFile.parse(text).get("AGENT_API_KEY")).isEmpty();
    }

    @Test
    void showsNoValue() {
        assertThat(Environment.of(Map.of("AGENT_API_KEY", "s3cr3t"), directory).toString())
                .doesNotContain("s3cr3t");
    }
}
