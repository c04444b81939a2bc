package dev.hostler.engine.runtime.runner;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is kept of one runner, in a directory of its own. Which files are there says how far it has come: without a session
 * it was never started, and with a result it has ended. Immutable.
 *
 * @param directory the directory
 */
record InstanceFiles(Path directory) {
    String id() {
        return directory.getFileName().toString();
    }

    /** What it was made for. */
    Path record() {
        return directory.resolve("record");
    }

    /** The runner's own directory, where it runs. */
    Path runner() {
        return directory.resolve("runner");
    }

    /** There while the server knows the runner, as far as we can tell. */
    Path registration() {
        return runner().resolve(".runner");
    }

    Path diagnostics() {
        return runner().resolve("_diag");
    }

    /** Its first process. */
    Path session() {
        return directory.resolve("session");
    }

    /** What it prints, as it comes. */
    Path out() {
        return directory.resolve("out");
    }

    Path err() {
        return directory.resolve("err");
    }

    /** What it has printed, with times. */
    Path log() {
        return directory.resolve("log");
    }

    /** When which part began, as its first process says. */
    Path marks() {
        return directory.resolve("marks");
    }

    /** With what its script has ended. */
    Path exit() {
        return directory.resolve("exit");
    }

    /** Why it is to end. */
    Path stop() {
        return directory.resolve("stop");
    }

    /** There once it was asked to end, which must happen once only. */
    Path asked() {
        return directory.resolve("asked");
    }

    /** How far it has come. */
    Path facts() {
        return directory.resolve("facts");
    }

    Path result() {
        return directory.resolve("result");
    }

    /** Held by whoever looks after it. */
    Path lock() {
        return directory.resolve("lock");
    }

    /** The job that it runs, as the job itself says. */
    Path jobStarted() {
        return directory.resolve("job-started");
    }

    Path jobCompleted() {
        return directory.resolve("job-completed");
    }

    Path hook(String name) {
        return directory.resolve("hook-" + name + ".sh");
    }

    boolean exists() {
        return Files.exists(record());
    }

    boolean isStarted() {
        return Files.exists(session());
    }

    boolean hasEnded() {
        return Files.exists(result());
    }
}
