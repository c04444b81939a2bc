package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The directory that supervisor and job write: hostile, only looked at. Confined to one thread. */
final class OutputDirectory {
    /** What the supervisor and the prologue make themselves; the agent needs to know only that it is there. */
    private static final List<String> MARKS = List.of(".start", ".pid", ".go", ".fence", ".fenced");

    /** As long as the longest exit code and its line end: so there is room for them when the step has filled the disk. */
    private static final String NO_EXIT_YET = "----";

    /** Standard error, of a step that keeps it apart. */
    static final String ERRORS = ".err";

    private final Path directory;
    private final Path drafts;

    OutputDirectory(SandboxSpec.Directories directories) {
        this.directory = directories.output();
        this.drafts = directories.scratch();
    }

    boolean isReady() throws TamperedException {
        return OwnFile.isThere(directory.resolve("ready"));
    }

    /** The supervisor took the step up. */
    boolean isStarted(int number) throws TamperedException {
        return OwnFile.isThere(file(number, ".start"));
    }

    /** The step's shell has read the environment. */
    boolean isLoaded(int number) throws TamperedException {
        return OwnFile.isThere(file(number, ".pid"));
    }

    /** The step's shell has seen that the environment is gone, and becomes the user's command. */
    boolean isReleased(int number) throws TamperedException {
        return OwnFile.isThere(file(number, ".go"));
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
        for (String mark : MARKS) {
            if (OwnFile.isThere(file(number, mark))) {
                throw new TamperedException("the supervisor's file " + number + mark + " was there before its step");
            }
        }
        SpooledStream output = spooled(OwnFile.create(drafts, file(number, ".out"), ""));
        Optional<SpooledStream> errors =
                errorsApart ? Optional.of(spooled(OwnFile.create(drafts, file(number, ERRORS), ""))) : Optional.empty();
        return new StepSpool(output, errors, OwnFile.create(drafts, file(number, ".exit"), NO_EXIT_YET));
    }

    /** Takes up the files of a step that an earlier run of the agent made. */
    StepSpool reopen(int number, boolean errorsApart) throws IOException, TamperedException {
        SpooledStream output = spooled(OwnFile.open(file(number, ".out")));
        Optional<SpooledStream> errors =
                errorsApart ? Optional.of(spooled(OwnFile.open(file(number, ERRORS)))) : Optional.empty();
        return new StepSpool(output, errors, OwnFile.open(file(number, ".exit")));
    }

    private SpooledStream spooled(OwnFile file) {
        return new SpooledStream(file, new SpoolSpace(() -> file.punch(drafts)));
    }

    /**
     * Frees the space of the output of all steps before one: it is in the log, or came from processes that a step left
     * behind and that write on unread. What a job has put in the place of these files is its own, and stays.
     */
    void clearOutputBefore(int number) throws IOException {
        for (int earlier = 1; earlier < number; earlier++) {
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
        for (String kind : List.of(".start", ".pid", ".go", ".fence", ".fenced", ".out", ERRORS, ".exit")) {
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

    private Path file(int number, String kind) {
        return directory.resolve(number + kind);
    }
}
