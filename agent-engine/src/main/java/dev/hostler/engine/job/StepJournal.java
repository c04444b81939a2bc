package dev.hostler.engine.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepSpec;
import dev.hostler.engine.log.LogCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How far a job's steps have come, in a file beside the sandbox's directories: one line when a step starts, one when
 * it ends, and meanwhile one whenever output of it is given back that can't be read again. It need not survive a loss of power, which no sandbox does; so it is not synced, and costs no commit.
 * Confined to the job's thread.
 */
final class StepJournal {
    private static final String START = "start";
    private static final String REACHED = "reached";
    private static final String ERRORS = "errors";
    private static final String END = "end";

    /** These two are not there in the journal of an agent that did not note them. */
    private static final int LOG_END = 6;

    private static final int STARTED_AT = 7;

    private final Path file;
    private Optional<IOException> broken = Optional.empty();

    StepJournal(Path file) {
        this.file = file;
    }

    /**
     * What an earlier run of the agent has noted. Immutable.
     *
     * @param ended the results of the first steps, in their order
     * @param open the step after them, if it had been started
     */
    record Progress(List<StepResult> ended, Optional<Open> open) {
        Progress {
            ended = List.copyOf(ended);
        }
    }

    /**
     * A step that was started. Immutable.
     *
     * @param index the step's position, from 0
     * @param logOffset where its output starts in the job's log
     * @param sinceBoot when it was started, on the boot clock
     */
    record Start(int index, long logOffset, Duration sinceBoot) {
        Open open() {
            return new Open(this, new LogCheckpoint(0, logOffset), Optional.empty());
        }
    }

    /**
     * A step that was started and has not ended. Immutable.
     *
     * @param start its start
     * @param output from where on its output has to be read and written again
     * @param errors the same for its standard error, if that is kept apart
     */
    record Open(Start start, LogCheckpoint output, Optional<LogCheckpoint> errors) {
        /** A step whose standard error is a part of its output. */
        Open(Start start, LogCheckpoint output) {
            this(start, output, Optional.empty());
        }

        long rawErrors() {
            return errors.map(LogCheckpoint::raw).orElse(0L);
        }
    }

    /**
     * Notes a start.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE}; the step must not be started then
     */
    void started(Start start) {
        append(START, start.index(), start.logOffset(), start.sinceBoot().toNanos());
        if (broken.isPresent()) {
            throw unusable("write", broken.get());
        }
    }

    /** Output of the step that runs is in the log up to this place, and may be gone from its own file. */
    void reached(LogCheckpoint output) {
        reached(REACHED, output);
    }

    /** The same for standard error that is kept apart. */
    void errorsReached(LogCheckpoint errors) {
        reached(ERRORS, errors);
    }

    private void reached(String stream, LogCheckpoint place) {
        append(stream, place.raw(), place.masked());
        if (broken.isPresent()) {
            throw unusable("write", broken.get());
        }
    }

    /**
     * Notes an end, if there is room: the sandbox's own files say the same of the last step, and after a note that is
     * missing no further step is started.
     */
    void ended(int index, StepResult result) {
        Object code = result.exitCode().isPresent() ? result.exitCode().getAsInt() : "-";
        Object end = result.logEnd().isPresent() ? result.logEnd().getAsLong() : "-";
        Object start = result.startedAt().<Object>map(Instant::toEpochMilli).orElse("-");
        append(END, index, result.logOffset(), result.duration().toNanos(), result.conclusion(), code, end, start);
    }

    /** Reads what was noted. A last line without its end was being written, and does not count. */
    Progress read(List<StepSpec> steps) {
        List<StepResult> ended = new ArrayList<>();
        Optional<Open> open = Optional.empty();
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals(START)) {
                open = Optional.of(start(words).open());
            } else if (words[0].equals(REACHED)) {
                LogCheckpoint output = checkpoint(words);
                open = open.map(step -> new Open(step.start(), output, step.errors()));
            } else if (words[0].equals(ERRORS)) {
                Optional<LogCheckpoint> errors = Optional.of(checkpoint(words));
                open = open.map(step -> new Open(step.start(), step.output(), errors));
            } else {
                ended.add(result(steps.get(ended.size()).name(), words));
                open = Optional.empty();
            }
        }
        return new Progress(ended, open);
    }

    private static LogCheckpoint checkpoint(String[] words) {
        return new LogCheckpoint(Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    private static Start start(String[] words) {
        Duration sinceBoot = Duration.ofNanos(Long.parseLong(words[3]));
        return new Start(Integer.parseInt(words[1]), Long.parseLong(words[2]), sinceBoot);
    }

    private static StepResult result(String name, String[] words) {
        OptionalInt code = words[5].equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(words[5]));
        Duration duration = Duration.ofNanos(Long.parseLong(words[3]));
        OptionalLong start = number(words, STARTED_AT);
        return new StepResult(
                name,
                StepConclusion.valueOf(words[4]),
                code,
                duration,
                Long.parseLong(words[2]),
                number(words, LOG_END),
                start.isPresent() ? Optional.of(Instant.ofEpochMilli(start.getAsLong())) : Optional.empty());
    }

    private static OptionalLong number(String[] words, int index) {
        boolean known = words.length > index && !words[index].equals("-");
        return known ? OptionalLong.of(Long.parseLong(words[index])) : OptionalLong.empty();
    }

    private List<String> lines() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw unusable("read", e);
        }
    }

    private void append(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (broken.isPresent()) {
            return;
        }
        try {
            Files.writeString(file, line.append('\n'), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            broken = Optional.of(e);
        }
    }

    private RuntimeException unusable(String verb, IOException cause) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        verb + " step journal",
                        file.toString(),
                        String.valueOf(cause.getMessage()),
                        "see whether there is room on the disk")
                .toException(cause);
    }
}
