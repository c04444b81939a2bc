package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.launcher.cli.exit.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The page and the program say the same. */
class CliDocsTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");
    private static final Pattern OPTION_ROW = Pattern.compile("(?m)^\\| `(-[^|]*)` \\|");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z][a-z-]*");
    private static final Pattern EXIT_CODE_ROW = Pattern.compile("(?m)^\\| (\\d+) \\| ([^|]*?)(?:: [^|]*)? \\|$");
    private static final Pattern FIELD_ROW = Pattern.compile("(?m)^\\| `([a-z][\\w.\\[\\]]*)` \\|");

    @TempDir
    private Path home;

    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(PAGE);
    }

    @Test
    void everyOptionIsDocumentedAndNoOther() {
        Invocation invocation = new Terminal(home).invocation();
        CommandLine command = new Hostler(invocation)
                .commandLine(OutputFormat.text.rendering(invocation), new StopSignal(invocation));
        Set<String> real = new TreeSet<>();
        command.getCommandSpec().options().forEach(option -> real.addAll(Arrays.asList(option.names())));
        command.getSubcommands()
                .values()
                .forEach(sub ->
                        sub.getCommandSpec().options().forEach(option -> real.addAll(Arrays.asList(option.names()))));

        assertThat(documentedOptions()).isEqualTo(real);
    }

    @Test
    void aCommandAloneIsTheSameAsAmongAll() {
        Invocation invocation = new Terminal(home).invocation();
        Hostler hostler = new Hostler(invocation);
        Rendering rendering = OutputFormat.text.rendering(invocation);
        CommandLine all = hostler.commandLine(rendering, new StopSignal(invocation));

        assertThat(all.getSubcommands()).hasSizeGreaterThan(15);
        all.getSubcommands().forEach((name, command) -> {
            CommandLine alone = hostler.commandLine(rendering, new StopSignal(invocation), "--stacktrace", name);
            assertThat(alone.getSubcommands()).containsKey(name);
            assertThat(alone.getSubcommands().get(name).getUsageMessage()).isEqualTo(command.getUsageMessage());
        });
    }

    @Test
    void theCompletionKnowsEveryCommandAndTheirOptions() {
        Terminal terminal = new Terminal(home);

        assertThat(terminal.run("generate-completion")).isZero();

        assertThat(terminal.out()).contains("doctor", "schema", "'--here'", "'--server'", "'--check-config'");
    }

    @Test
    void everyExitCodeIsDocumentedAndNoOther() {
        Set<String> real = Arrays.stream(ExitCodes.values())
                .map(code -> code.code() + " " + code.meaning())
                .collect(Collectors.toSet());

        assertThat(EXIT_CODE_ROW.matcher(page).results().map(row -> row.group(1) + " " + row.group(2)))
                .containsExactlyInAnyOrderElementsOf(real);
    }

    @Test
    void theHelpTellsTheSameExitCodes() {
        Terminal terminal = new Terminal(home);
        terminal.run("run", "--help");
        String help = terminal.out().replaceAll("\\s+", " ");

        for (ExitCodes code : ExitCodes.values()) {
            assertThat(help).contains(" " + code.code() + " " + code.meaning());
        }
    }

    @Test
    void everyJsonFieldIsDocumentedAndNoOther() throws IOException {
        String json = ResultJson.of(Results.failedStep());
        Set<String> top = new TreeSet<>();
        new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(json)
                .fieldNames()
                .forEachRemaining(top::add);
        Set<String> documented = FIELD_ROW
                .matcher(page)
                .results()
                .map(row -> row.group(1).split("[.\\[]")[0])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(top);
    }

    private Set<String> documentedOptions() {
        Set<String> names = new TreeSet<>();
        Matcher rows = OPTION_ROW.matcher(page);
        while (rows.find()) {
            OPTION.matcher(rows.group(1)).results().forEach(name -> names.add(name.group()));
        }
        return names;
    }
}
