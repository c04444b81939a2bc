package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private static final int WIDTH = 20;

    private final AtomicLong clock = new AtomicLong();
    private final JobProgress progress = new JobProgress(clock::get);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final StatusArea area = new StatusArea(new Lines(new PrintStream(written, false, StandardCharsets.UTF_8)));

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static StepResult succeeded(String name, long millis) {
        return new StepResult(name, StepConclusion.SUCCEEDED, OptionalInt.of(0), Duration.ofMillis(millis), 0);
    }

    private List<String> screen() {
        return Screen.after(written.toString(StandardCharsets.UTF_8), WIDTH);
    }

    @Test
    void showsTheStepsAndForHowLongTheOneOfThemRuns() {
        assertThat(progress.lines()).containsExactly("  preparing, 0 s");
        progress.ended(0, succeeded("build", 1300));
        progress.started(1, "test");
        pass(Duration.ofSeconds(72));

        assertThat(progress.lines()).containsExactly("  succeeded: build, 1.3 s", "  running: test, 1 min 12 s");
    }

    @Test
    void ofALongPipelineItShowsTheEnd() {
        for (int i = 0; i < 50; i++) {
            progress.ended(i, succeeded("s" + i, 1));
        }

        assertThat(progress.lines())
                .hasSize(7)
                .startsWith("  ... 44 before", "  succeeded: s44, 1 ms")
                .endsWith("  succeeded: s49, 1 ms");
    }

    @Test
    void anImageIsABarOnceItsSizeIsKnown() {
        progress.pull(ImagePull.of("app:1", ImagePull.Phase.STARTED));
        assertThat(progress.lines()).containsExactly("  pulling: app:1 ");
        progress.pull(new ImagePull("app:1", ImagePull.Phase.LOADING, 3 << 20, OptionalLong.empty()));
        assertThat(progress.lines()).containsExactly("  pulling: app:1 3.0 MiB");
        progress.pull(new ImagePull("app:1", ImagePull.Phase.LOADING, 30 << 20, OptionalLong.of(120 << 20)));
        assertThat(progress.lines()).containsExactly("  pulling: app:1 [######------------------] 30.0 of 120.0 MiB");
        progress.pull(ImagePull.of("app:1", ImagePull.Phase.RETRYING));
        assertThat(progress.lines()).containsExactly("  pulling: app:1 (waiting for another attempt)");
        progress.pull(ImagePull.of("app:1", ImagePull.Phase.DONE));
        assertThat(progress.lines()).containsExactly("  preparing, 0 s");
    }

    @Test
    void aBarStaysInItsBoundsWhateverARegistrySays() {
        assertThat(ProgressBar.of(300 << 20, OptionalLong.of(100 << 20))).startsWith("[########################] ");
        assertThat(ProgressBar.of(-1, OptionalLong.of(100 << 20))).startsWith("[------------------------] ");
        assertThat(ProgressBar.of(1 << 20, OptionalLong.of(0))).isEqualTo("1.0 MiB");
    }

    @Test
    void linesScrollAboveAndNothingOfTheStatusStays() {
        area.show(List.of("one", "two"));
        area.line("first");
        area.show(List.of("a status that is wider than the screen", "two"));
        area.line("second, and wider than the screen");
        area.aside(() -> new Lines(new PrintStream(written, false, StandardCharsets.UTF_8)).print("aside"));
        assertThat(screen())
                .containsExactly(
                        "first", "second, and wider th", "an the screen", "aside", "a status that is wid", "two");

        area.show(List.of("three"));
        area.close();
        area.line("last");
        area.show(List.of("too late"));

        assertThat(screen()).containsExactly("first", "second, and wider th", "an the screen", "aside", "last");
    }

    @Test
    void aStepsNameIsNotObeyedByTheTerminal() {
        area.show(List.of("\u001b[31mred\u0007\r"));

        assertThat(screen()).containsExactly(" [31mred ");
    }
}
