package dev.hostler.engine;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.function.Predicate;

/**
 * The life of an agent that dies in this process: from then on nothing that it does has any effect, on its store or on the
 * host, as if it had been killed. Thread-safe; the object's lock guards all.
 */
final class Mortality {
    private Predicate<String> end = place -> false;
    private boolean over;

    /** Lets the agent live for so many places more. */
    synchronized void endAfter(int places) {
        int[] left = {places};
        end = place -> left[0]-- == 0;
    }

    /** Lets the agent live until it comes to a place. */
    synchronized void endAt(String last) {
        end = last::equals;
    }

    /** Lets an agent that still lives go on. */
    synchronized void spare() {
        end = place -> false;
    }

    synchronized boolean isOver() {
        return over;
    }

    /** The agent gets to a place, and no further if this is its end. */
    synchronized void pass(String place) {
        over = over || end.test(place);
        requireLife();
    }

    synchronized void requireLife() {
        if (over) {
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE, "go on as", "agent", "a test has ended it", "start another")
                    .toException();
        }
    }
}
