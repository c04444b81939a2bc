package dev.hostler.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.job.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PipelineDocumentationTest {
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    private final List<String> warnings = new ArrayList<>();

    private static List<String> snippets(String language) throws IOException {
        Matcher matcher = SNIPPET.matcher(Files.readString(Path.of("..", "docs", "pipeline.md")));
        List<String> snippets = new ArrayList<>();
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                snippets.add(matcher.group(2));
            }
        }
        return snippets;
    }

    private void read(String text) {
        String name = text.startsWith("# .raibid") ? ".raibid.yaml" : ".hostler.yaml";
        assertThat(new PipelineReaders()
                        .read(new Pipeline.Document(name, text), warnings::add)
                        .steps())
                .isNotEmpty();
    }

    @Test
    void everyExampleIsRead() throws IOException {
        List<String> examples = snippets("yaml");

        assertThat(examples).hasSizeGreaterThanOrEqualTo(6);
        examples.forEach(this::read);
        assertThat(warnings).isEmpty();
    }

    @Test
    void theShownMessagesAreReal() throws IOException {
        List<String> lines = snippets("text").get(0).lines().toList();

        assertThatThrownBy(() -> read("steps:\n  - run: a\n  - run: b\n    timeout: soon\n"))
                .hasMessage(lines.get(0));
        assertThatThrownBy(() -> read("step: []\n")).hasMessage(lines.get(1));
    }
}
