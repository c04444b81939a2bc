package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.SandboxSpec;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory that supervisor and job write: hostile, only looked at. Confined to one thread. */
final class OutputDirectory implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputDirectory.class);

    /** What there is only of a step with a fence. */
    private static final List<String> FENCE = List.of(".fence", ".fenced");

    /** The step whose files can be made before it comes: nothing of the job has run by then. */
    private static final int FIRST = 1;

    /** Standard error, of a step that keeps it apart. */
    static final String ERRORS = ".err";

    private final Path directory;
    private final Path drafts;
    private @Nullable StepMarks marks;

    /** The output of the first step, made before it comes. */
    private Optional<OwnFile> prepared = Optional.empty();

    /** The output of the step after the one that runs; no job can reach it yet. */
    private Optional<OwnFile> ahead = Optional.empty();

    OutputDirectory(SandboxSpec.Directories directories) {
        this.directory = directories.output();
        this.drafts = directories.scratch();
    }

    boolean isReady() throws TamperedException {
        return OwnFile.isThere(directory.resolve("ready"));
    }

    /** Returns how far the step is that was created or reopened last. */
    StepMarks marks() {
        return Objects.requireNonNull(marks, "no step was created");
    }

    /** The killer keeps the step's fence. */
    boolean isFenceKept(int number) throws TamperedException {
        return OwnFile.isThere(file(number, ".fence"));
    }

    /** Makes the file in which the killer says that it has ended the step for its fence. */
    void createFenced(int number) throws IOException, TamperedException {
        OwnFile.create(drafts, file(number, ".fenced"), "").close();
    }

    /** The killer has ended the step for its fence. */
    boolean isFenced(int number) throws IOException, TamperedException {
        Path file = file(number, ".fenced");
        return OwnFile.isThere(file) && Files.size(file) > 0;
    }

    /**
     * Makes the files of a new step; any that is there already was forged.
     *
     * @param errorsApart whether standard error has a file of its own
     */
    StepSpool create(int number, boolean errorsApart) throws IOException, TamperedException {
        if (number == FIRST && prepared.isEmpty()) {
            prepare();
        }
        for (String mark : FENCE) {
            if (OwnFile.isThere(file(number, mark))) {
                throw new TamperedException("the supervisor's file " + number + mark + " was there before its step");
            }
        }
        StepMarks made = number == FIRST ? marks() : nextMarks(number);
        marks = made;
        SpooledStream output =
                spooled(number == FIRST ? takePrepared() : takeAhead().moveTo(file(number, ".out")));
        Optional<SpooledStream> errors =
                errorsApart ? Optional.of(spooled(OwnFile.create(drafts, file(number, ERRORS), ""))) : Optional.empty();
        return new StepSpool(output, errors, made);
    }

    private OwnFile takePrepared() {
        OwnFile output = prepared.orElseThrow();
        prepared = Optional.empty();
        return output;
    }

    private OwnFile takeAhead() throws IOException, TamperedException {
        Optional<OwnFile> output = ahead;
        ahead = Optional.empty();
        return output.isPresent() ? output.get() : draftOutput();
    }

    private OwnFile draftOutput() throws IOException, TamperedException {
        return OwnFile.draft(drafts, "ahead", "");
    }

    /**
     * Makes the output of the step after the one that runs, since a new file can cost as much as all else before a step.
     * What can't be made now is made when it is needed, and only then it matters why not.
     */
    void makeAhead() {
        if (ahead.isPresent()) {
            return;
        }
        try {
            ahead = Optional.of(draftOutput());
        } catch (IOException | TamperedException later) {
            LOG.debug("The output of the next step is made later", later);
        }
    }

    private StepMarks nextMarks(int number) throws IOException, TamperedException {
        StepMarks before = marks;
        return before == null ? StepMarks.create(drafts, directory, number) : before.next(drafts, directory, number);
    }

    /** Makes the files of the first step, before it comes; an earlier run of the agent may have made them already. */
    void prepare() throws IOException, TamperedException {
        clear(FIRST);
        marks = StepMarks.create(drafts, directory, FIRST);
        prepared = Optional.of(OwnFile.create(drafts, file(FIRST, ".out"), ""));
    }

    /** Takes up the files of a step that an earlier run of the agent made. */
    StepSpool reopen(int number, boolean errorsApart) throws IOException, TamperedException {
        SpooledStream output = spooled(OwnFile.open(file(number, ".out")));
        Optional<SpooledStream> errors =
                errorsApart ? Optional.of(spooled(OwnFile.open(file(number, ERRORS)))) : Optional.empty();
        close();
        StepMarks opened = StepMarks.open(directory, number);
        marks = opened;
        return new StepSpool(output, errors, opened);
    }

    private SpooledStream spooled(OwnFile file) {
        return new SpooledStream(file, new SpoolSpace(() -> file.punch(drafts)));
    }

    /**
     * Frees the space of the output of some earlier steps: it is in the log, or came from processes that a step left
     * behind and that write on unread. What a job has put in the place of these files is its own, and stays.
     *
     * @param from the first of them
     * @param before the one after the last
     */
    void clearOutput(int from, int before) throws IOException {
        for (int earlier = Math.max(1, from); earlier < before; earlier++) {
            clearOutput(file(earlier, ".out"));
            clearOutput(file(earlier, ERRORS));
        }
    }

    private static void clearOutput(Path output) throws IOException {
        try {
            if (OwnFile.isThere(output) && Files.size(output) > 0) {
                try (OwnFile file = OwnFile.open(output)) {
                    file.clear();
                }
            }
        } catch (TamperedException notOurs) {
            return;
        }
    }

    boolean hasSpool(int number) throws TamperedException {
        return OwnFile.isThere(file(number, ".out")) && OwnFile.isThere(file(number, ".exit"));
    }

    /** Removes what an earlier run of the agent made of a step and did not offer. */
    void clear(int number) throws IOException {
        for (String name : StepMarks.names(number)) {
            Files.deleteIfExists(directory.resolve(name));
        }
        for (String kind : List.of(".fence", ".fenced", ".out", ERRORS)) {
            Files.deleteIfExists(file(number, kind));
        }
    }

    OwnFile answers() throws IOException, TamperedException {
        Path file = directory.resolve("pong");
        return OwnFile.isThere(file) ? OwnFile.open(file) : OwnFile.create(drafts, file, "");
    }

    void verify() throws TamperedException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new TamperedException("the supervisor's directory is gone");
        }
    }

    @Override
    public void close() throws IOException {
        if (marks != null) {
            marks.close();
            marks = null;
        }
        if (prepared.isPresent()) {
            prepared.get().close();
            prepared = Optional.empty();
        }
        if (ahead.isPresent()) {
            ahead.get().close();
            ahead = Optional.empty();
        }
    }

    private Path file(int number, String kind) {
        return directory.resolve(number + kind);
    }
}
