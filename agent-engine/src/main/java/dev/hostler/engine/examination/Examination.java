package dev.hostler.engine.examination;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.node.Finding;
import dev.hostler.api.node.Finding.Level;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks questions side by side, and waits no longer than a bound for all of them: a host that is not well often does not
 * answer at all. Thread-safe.
 */
public final class Examination {
    /** More than the longest of the questions has as its own bound. */
    public static final Duration LIMIT = Duration.ofSeconds(8);

    private final Scheduler scheduler;
    private final Duration limit;

    /** Creates an examination that waits for this long at most. */
    public Examination(Scheduler scheduler, Duration limit) {
        this.scheduler = scheduler;
        this.limit = limit;
    }

    /** Returns what was found, in the order of the questions. A question without an answer in time is a problem. */
    public List<Finding> ask(List<Question> questions) {
        long end = scheduler.nanoTime() + limit.toNanos();
        List<Asking> running =
                questions.stream().map(question -> new Asking(question).start()).toList();
        List<Finding> findings = new ArrayList<>();
        running.forEach(asking -> findings.addAll(asking.await(Duration.ofNanos(end - scheduler.nanoTime()))));
        return findings;
    }

    /** One question on its way; its answer is set once, by its own thread. */
    private final class Asking {
        private final Question question;
        private volatile Optional<List<Finding>> answer = Optional.empty();
        private Optional<Scheduler.Task> task = Optional.empty();

        Asking(Question question) {
            this.question = question;
        }

        Asking start() {
            task = Optional.of(scheduler.start("hostler-examine", () -> answer = Optional.of(look(question))));
            return this;
        }

        List<Finding> await(Duration left) {
            try {
                task.orElseThrow().join(left.isNegative() ? Duration.ZERO : left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answer.orElseGet(this::silent);
        }

        private List<Finding> silent() {
            task.orElseThrow().cancel();
            return List.of(Finding.problem(
                    question.subject(),
                    "no answer within " + limit.toMillis() + " ms",
                    "see whether what is asked is well, then ask again"));
        }
    }

    private static List<Finding> look(Question question) {
        try {
            return question.asked().look();
        } catch (AgentException e) {
            return List.of(Finding.of(question.subject(), Level.PROBLEM, e.failure()));
        } catch (IOException e) {
            return List.of(
                    Finding.problem(question.subject(), "it can't be looked at: " + e, "see whether this user may"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.problem(question.subject(), "interrupted", "ask again"));
        } catch (RuntimeException | LinkageError e) { // of a plugin, or of one that lacks a library
            return List.of(Finding.problem(question.subject(), "a defect, " + e, "report it to who made it"));
        }
    }
}
