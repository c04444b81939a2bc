package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.Scheduler;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The agent's line to the supervisor's second shell, which signals and counts processes. Confined to one thread. */
final class Killer implements Closeable {
    private static final Duration SEND_LIMIT = Duration.ofMillis(100);
    private static final Duration ASK_AGAIN = Duration.ofMillis(10);
    private static final int LONGEST_ANSWER = 64;

    private final CommandFifo fifo;
    private final OutputDirectory output;
    private final Scheduler scheduler;
    private @Nullable OwnFile answers;
    private long question;
    private long askedAt;
    private boolean waiting;

    Killer(CommandFifo fifo, OutputDirectory output, Scheduler scheduler) {
        this.fifo = fifo;
        this.output = output;
        this.scheduler = scheduler;
        // No question of an earlier run of the agent may have this number.
        this.question = scheduler.sinceBoot().toMillis() * 1000;
    }

    /** Sends a signal to the whole tree, as far as the sandbox can tell it. */
    void signal(String name, int step) throws IOException, InterruptedException {
        fifo.send("a " + name + " " + step, SEND_LIMIT);
    }

    /** Asks it to keep the fence of a step from now on. */
    void fence(int step) throws IOException, InterruptedException {
        fifo.send("f " + step, SEND_LIMIT);
    }

    /** Asks how many processes are left, unless it was just asked. */
    void ask(int step) throws IOException, TamperedException, InterruptedException {
        if (!waiting && scheduler.nanoTime() - askedAt >= ASK_AGAIN.toNanos()) {
            ask("p", step);
        }
    }

    /** Asks whether it is there, which it answers without a look at any process. */
    void askForLife() throws IOException, TamperedException, InterruptedException {
        ask("l", 0);
    }

    private void ask(String word, int step) throws IOException, TamperedException, InterruptedException {
        if (answers == null) {
            answers = output.answers();
        }
        question++;
        askedAt = scheduler.nanoTime();
        waiting = true;
        fifo.send(word + " " + question + " " + step, SEND_LIMIT);
    }

    /** Returns the answer to the last question, once. */
    OptionalInt answer() throws IOException, TamperedException {
        if (!waiting || answers == null) {
            return OptionalInt.empty();
        }
        Optional<String> line = answers.line(LONGEST_ANSWER);
        String expected = question + " ";
        if (line.isEmpty() || !line.get().startsWith(expected)) {
            return OptionalInt.empty();
        }
        String count = line.get().substring(expected.length());
        if (!count.matches("\\d{1,7}")) {
            throw new TamperedException("the supervisor's file pong holds no number");
        }
        waiting = false;
        return OptionalInt.of(Integer.parseInt(count));
    }

    /** Returns for how long the last question has been without an answer. */
    Duration silence() {
        return waiting ? Duration.ofNanos(scheduler.nanoTime() - askedAt) : Duration.ZERO;
    }

    /** Gives up the last question. */
    void forget() {
        waiting = false;
    }

    /**
     * Takes the answer to the last question away: questions of the next session may have the same numbers, since the clock
     * from which they start ticks slowly.
     */
    void clearAnswer() throws IOException {
        waiting = false;
        if (answers != null) {
            answers.clear();
        }
    }

    @Override
    public void close() throws IOException {
        fifo.close();
        if (answers != null) {
            answers.close();
        }
    }
}
