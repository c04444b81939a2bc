package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;

/**
 * Tries a request more than once, with waits that grow, and never past its deadline. Immutable.
 *
 * @param scheduler waits
 * @param most how often it is tried; an attempt that has brought something does not count
 * @param firstWait the wait after the first attempt
 */
record Attempts(Scheduler scheduler, int most, Duration firstWait) {
    /** An attempt. */
    @FunctionalInterface
    interface Attempt<T> {
        /** Carries it out. */
        T run() throws FetchException, InterruptedException;
    }

    /**
     * Tries.
     *
     * @param verb what is tried, for messages: verb and noun
     * @param id of what
     * @throws dev.hostler.api.error.AgentException if the last attempt has failed, or nothing is left of the time
     */
    <T> T make(String verb, String id, Deadline deadline, Attempt<T> attempt) throws InterruptedException {
        Duration wait = firstWait;
        int inVain = 0;
        while (true) {
            try {
                return attempt.run();
            } catch (FetchException e) {
                inVain = e.hasAdvanced() ? 1 : inVain + 1;
                wait = e.hasAdvanced() ? firstWait : wait;
                Duration pause = e.after().compareTo(wait) > 0 ? e.after() : wait;
                if (e.isLasting() || inVain >= most) {
                    throw failure(verb, id, e, e.code(), "");
                }
                if (deadline.left().compareTo(pause) <= 0) {
                    boolean over = e.after().isZero();
                    throw failure(
                            verb, id, e, over ? ErrorCode.TIMEOUT : e.code(), over ? ", and its time is over" : "");
                }
                scheduler.sleep(pause);
                wait = wait.multipliedBy(2);
            }
        }
    }

    private static RuntimeException failure(String verb, String id, FetchException e, ErrorCode code, String more) {
        return Failure.cannot(code, verb, id, e.cause() + more, e.remedy()).toException(e);
    }
}
