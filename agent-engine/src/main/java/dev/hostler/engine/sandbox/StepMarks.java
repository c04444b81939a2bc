package dev.hostler.engine.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The files in which the supervisor and the shell of one step say how far they are. A line in one of them is the word; what
 * has no line end is not believed. Confined to one thread.
 *
 * <p>The agent makes them, with room for the line, so that a full disk takes it. A new file can cost a file system a
 * millisecond, as much as the rest of a step: so the next step has the files of the one before, under new names.
 */
final class StepMarks implements Closeable {
    private static final int START = 0;
    private static final int LOADED = 1;
    private static final int RELEASED = 2;
    private static final int EXIT = 3;
    private static final List<String> KINDS = List.of(".start", ".pid", ".go", ".exit");

    /** As long as the longest line and its end. */
    private static final String NOTHING_YET = "-".repeat(8);

    /** Longer than any line and its end, with what may be left of the room. */
    private static final int LONGEST = 16;

    private final List<OwnFile> files;

    private StepMarks(List<OwnFile> files) {
        this.files = List.copyOf(files);
    }

    /** How one file is come by. */
    @FunctionalInterface
    private interface Source {
        OwnFile file(int kind) throws IOException, TamperedException;
    }

    private static StepMarks of(Source source) throws IOException, TamperedException {
        List<OwnFile> files = new ArrayList<>();
        try {
            for (int kind = 0; kind < KINDS.size(); kind++) {
                files.add(source.file(kind));
            }
            return new StepMarks(files);
        } finally {
            if (files.size() < KINDS.size()) {
                new StepMarks(files).close();
            }
        }
    }

    /** Makes the files of a step; any that is there already was forged. */
    static StepMarks create(Path drafts, Path directory, int number) throws IOException, TamperedException {
        return of(kind -> OwnFile.create(drafts, file(directory, number, kind), NOTHING_YET));
    }

    /** Opens the files of a step, which were made earlier. */
    static StepMarks open(Path directory, int number) throws IOException, TamperedException {
        return of(kind -> OwnFile.open(file(directory, number, kind)));
    }

    /** Makes the files of a later step out of these, which are of no use then; what the job has removed is made anew. */
    StepMarks next(Path drafts, Path directory, int number) throws IOException, TamperedException {
        boolean made = false;
        try {
            StepMarks next = of(kind -> files.get(kind).again(drafts, file(directory, number, kind), NOTHING_YET));
            made = true;
            return next;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    private static Path file(Path directory, int number, int kind) {
        return directory.resolve(number + KINDS.get(kind));
    }

    /** Returns the names of the files of a step. */
    static List<String> names(int number) {
        return KINDS.stream().map(kind -> number + kind).toList();
    }

    /** The supervisor took the step up. */
    boolean isStarted() throws IOException, TamperedException {
        return line(START).isPresent();
    }

    /** The step's shell has read the environment. */
    boolean isLoaded() throws IOException, TamperedException {
        return line(LOADED).isPresent();
    }

    /** The step's shell has seen that the environment is gone, and becomes the user's command. */
    boolean isReleased() throws IOException, TamperedException {
        return line(RELEASED).isPresent();
    }

    /** Returns the exit code once it is there as a whole. */
    OptionalInt exitCode() throws IOException, TamperedException {
        String line = line(EXIT).orElse(null);
        if (line == null) {
            return OptionalInt.empty();
        }
        if (!line.matches("\\d{1,3}")) {
            throw new TamperedException("the supervisor's exit file holds no exit code");
        }
        return OptionalInt.of(Integer.parseInt(line));
    }

    private Optional<String> line(int kind) throws IOException, TamperedException {
        return files.get(kind).line(LONGEST);
    }

    void verify() throws TamperedException {
        for (OwnFile file : files) {
            file.verify();
        }
    }

    @Override
    public void close() throws IOException {
        for (OwnFile file : files) {
            file.close();
        }
    }
}
