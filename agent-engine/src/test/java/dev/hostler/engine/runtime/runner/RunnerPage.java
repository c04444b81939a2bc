package dev.hostler.engine.runtime.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/runner.md} says of a runner that has ended, to be compared with what is there. Immutable. */
final class RunnerPage {
    private static final Path PAGE = Path.of("..", "docs", "runner.md");
    private static final Pattern NAME = Pattern.compile("`(\\.?[a-zA-Z][a-zA-Z.-]*)/?`");
    private static final Set<String> ALWAYS = Set.of(
            "record", "session", "facts", "result", "out", "log", "lock", "hook-started.sh", "hook-completed.sh");

    private final Set<String> files = names("On disk");
    private final Set<String> details = names("What is told of it");

    private static Set<String> names(String section) {
        String page;
        try {
            page = Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int from = page.indexOf("## " + section + "\n");
        assertThat(from).as(section).isNotNegative();
        int to = page.indexOf("\n## ", from);
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(page.substring(from, to));
        while (matcher.find()) {
            // The page shortens a list of names that begin alike.
            String name = matcher.group(1);
            names.add(name.startsWith(".") ? "seconds" + name : name);
        }
        return names;
    }

    /** Compares the files of an ended runner with the page, and with what its status says. */
    void assertFiles(Instance ended, Set<String> there, boolean registered) {
        assertThat(files).as("files on the page").containsAll(there);
        assertThat(there).containsAll(ALWAYS);
        String outcome = ended.details().getOrDefault("outcome", "");
        if (!outcome.equals("failure")) {
            assertThat(there.contains("stop")).as("stop, after %s", outcome).isEqualTo(!outcome.equals("success"));
        }
        assertThat(ended.exitCode().orElseThrow() == -1)
                .as("an exit code of what was made to end")
                .isEqualTo(there.contains("stop"));
        assertThat(there.contains("asked") && !there.contains("stop"))
                .as("asked without a reason")
                .isFalse();
        assertThat(there.contains("job-started")).isEqualTo(ended.details().containsKey("job.run-id"));
        assertThat(there.contains("job-completed") && !there.contains("job-started"))
                .as("a job that ends before it starts")
                .isFalse();
        assertThat(there.contains("runner")).as("its program").isEqualTo(registered);
    }

    /** Compares the status of an ended runner with the page. */
    void assertStatus(Instance ended) {
        assertThat(details)
                .as("details on the page")
                .containsAll(ended.details().keySet());
        assertThat(ended.details())
                .containsKeys("version", "outcome", "reason", "seconds.copy")
                .containsEntry("stage", "ended");
        String outcome = ended.details().getOrDefault("outcome", "");
        int code = ended.exitCode().orElseThrow();
        switch (outcome) {
            case "success" -> assertThat(code).isZero();
            case "failure" -> assertThat(code).isNotZero();
            case "timeout", "interrupted" -> assertThat(code).isEqualTo(-1);
            default -> throw new AssertionError("no outcome of a runner: '" + outcome + "'");
        }
        assertThat(ended.message()).isEqualTo(outcome + ": " + ended.details().get("reason"));
        assertThat(ended.startedAt()).isPresent();
    }
}
