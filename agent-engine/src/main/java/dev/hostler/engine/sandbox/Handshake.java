package dev.hostler.engine.sandbox;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;

/**
 * Brings a step from "written" to "the user's command runs": offer it until it is taken up, wait until its shell has
 * read the environment, remove that, tell the shell. Confined to one thread.
 *
 * <p>A process of the job can read the FIFO too, so every line is repeated until its effect is seen. That is safe: a
 * number is taken once, and the shell goes by the file and not by the line.
 */
final class Handshake {
    private static final Duration REPEAT = Duration.ofMillis(250);
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private enum Stage {
        OFFERED,
        LOADING,
        RELEASING,
        DONE,
        UNANSWERED
    }

    private final int number;
    private final CommandFifo commands;
    private final InputDirectory input;
    private final OutputDirectory output;
    private final Sandbox sandbox;
    private final Scheduler scheduler;
    private Stage stage = Stage.OFFERED;
    private boolean secondTry;
    private long beganAt;
    private long sentAt;

    Handshake(int number, SandboxLines lines, Sandbox sandbox, Scheduler scheduler) {
        this.number = number;
        this.commands = lines.commands();
        this.input = lines.input();
        this.output = lines.output();
        this.sandbox = sandbox;
        this.scheduler = scheduler;
        this.beganAt = scheduler.nanoTime();
        this.sentAt = beganAt - REPEAT.toNanos();
    }

    boolean isStarted() {
        return stage != Stage.OFFERED && stage != Stage.UNANSWERED;
    }

    boolean isUnanswered() {
        return stage == Stage.UNANSWERED;
    }

    /** Goes on; says whether something happened. */
    boolean advance() throws IOException, TamperedException, InterruptedException {
        Stage before = stage;
        switch (stage) {
            case OFFERED -> offer();
            case LOADING -> release();
            case RELEASING -> confirm();
            default -> {}
        }
        return stage != before;
    }

    private void offer() throws IOException, TamperedException, InterruptedException {
        if (output.marks().isStarted()) {
            stage = Stage.LOADING;
        } else if (elapsed(beganAt).compareTo(BUDGET) > 0) {
            startOver();
        } else {
            repeat("s ");
        }
    }

    /** Perhaps processes of the job eat the lines: end them all. */
    private void startOver() throws InterruptedException {
        if (secondTry) {
            stage = Stage.UNANSWERED;
            return;
        }
        secondTry = true;
        try {
            sandbox.killSteps();
        } catch (AgentException hostDoesNotAnswer) {
            stage = Stage.UNANSWERED;
        }
        beganAt = scheduler.nanoTime();
    }

    private void release() throws IOException, TamperedException, InterruptedException {
        if (!output.marks().isLoaded()) {
            return;
        }
        input.dropEnvironment(number);
        stage = Stage.RELEASING;
        sentAt -= REPEAT.toNanos();
        confirm();
    }

    private void confirm() throws IOException, TamperedException, InterruptedException {
        if (output.marks().isReleased()) {
            stage = Stage.DONE;
        } else {
            repeat("g ");
        }
    }

    private void repeat(String word) throws IOException, InterruptedException {
        if (elapsed(sentAt).compareTo(REPEAT) >= 0) {
            commands.send(word + number, REPEAT);
            sentAt = scheduler.nanoTime();
        }
    }

    private Duration elapsed(long since) {
        return Duration.ofNanos(scheduler.nanoTime() - since);
    }
}
