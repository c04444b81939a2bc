package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCommandTest {
    @Test
    void printsTheSchemaOfPipelineFiles(@TempDir Path home) throws IOException {
        Terminal terminal = new Terminal(home);

        assertThat(terminal.run("schema")).isZero();

        JsonNode schema = new ObjectMapper().readTree(terminal.out());
        assertThat(schema.path("$schema").asText()).contains("2020-12");
        assertThat(schema.at("/properties/steps/items/$ref").asText()).isEqualTo("#/$defs/step");
        assertThat(terminal.err()).isEmpty();
    }
}
