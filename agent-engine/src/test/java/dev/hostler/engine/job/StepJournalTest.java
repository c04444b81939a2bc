package dev.hostler.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepSpec;
import dev.hostler.engine.log.LogCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepJournalTest {
    private static final List<StepSpec> STEPS = List.of(step("one"), step("two"));
    private static final StepResult ONE = new StepResult(
            "one", StepConclusion.FAILED, OptionalInt.of(3), Duration.ofMillis(20), 11, OptionalLong.of(19));
    private static final StepJournal.Start TWO = new StepJournal.Start(1, 500, Duration.ofSeconds(9));

    @TempDir
    private Path directory;

    private Path file;
    private StepJournal journal;

    @BeforeEach
    void open() {
        file = directory.resolve("steps");
        journal = new StepJournal(file);
    }

    @Test
    void knowsTheLastPlaceThatTheOpenStepHasReached() {
        journal.started(new StepJournal.Start(0, 11, Duration.ZERO));
        journal.reached(new LogCheckpoint(8, 19));
        journal.ended(0, ONE);
        journal.started(TWO);
        journal.reached(new LogCheckpoint(100, 590));
        journal.reached(new LogCheckpoint(200, 680));

        assertThat(journal.read(STEPS))
                .isEqualTo(new StepJournal.Progress(
                        List.of(ONE), Optional.of(new StepJournal.Open(TWO, new LogCheckpoint(200, 680)))));
    }

    @Test
    void knowsWhereStandardErrorIsThatIsKeptApart() {
        journal.started(TWO);
        journal.errorsReached(new LogCheckpoint(0, 40));
        journal.reached(new LogCheckpoint(100, 590));
        journal.errorsReached(new LogCheckpoint(7, 47));

        assertThat(journal.read(STEPS).open())
                .contains(
                        new StepJournal.Open(TWO, new LogCheckpoint(100, 590), Optional.of(new LogCheckpoint(7, 47))));
    }

    @Test
    void knowsWhenAStepWasStarted() {
        Optional<Instant> start = Optional.of(Instant.ofEpochMilli(1_700_000_000_123L));
        StepResult noted = new StepResult(
                "one",
                StepConclusion.SUCCEEDED,
                OptionalInt.of(0),
                Duration.ofMillis(20),
                11,
                OptionalLong.of(19),
                start);

        journal.ended(0, noted);

        assertThat(journal.read(STEPS).ended()).containsExactly(noted);
    }

    @Test
    void readsTheEndOfAStepAsAnEarlierAgentHasNotedIt() throws Exception {
        Files.writeString(file, "start 0 11 0\nend 0 11 20000000 FAILED 3\n");

        assertThat(journal.read(STEPS).ended())
                .containsExactly(
                        new StepResult("one", StepConclusion.FAILED, OptionalInt.of(3), Duration.ofMillis(20), 11));
    }

    @Test
    void aStepThatHasReachedNothingBeginsAtItsStart() {
        journal.started(new StepJournal.Start(0, 11, Duration.ZERO));
        journal.reached(new LogCheckpoint(8, 19));
        journal.ended(0, ONE);
        journal.started(TWO);

        assertThat(journal.read(STEPS).open()).contains(new StepJournal.Open(TWO, new LogCheckpoint(0, 500)));
    }

    @Test
    void doesNotBelieveALineThatWasCut() throws Exception {
        journal.started(TWO);
        journal.reached(new LogCheckpoint(100, 590));
        Files.writeString(file, "reached 2", StandardOpenOption.APPEND);

        assertThat(journal.read(STEPS).open()).contains(new StepJournal.Open(TWO, new LogCheckpoint(100, 590)));
    }

    @Test
    void aJobThatHasNotBegunHasNoProgress() {
        assertThat(journal.read(STEPS)).isEqualTo(new StepJournal.Progress(List.of(), Optional.empty()));
    }

    private static StepSpec step(String name) {
        return StepSpec.builder(name, new StepCommand.Script("true", Optional.empty()))
                .build();
    }
}
