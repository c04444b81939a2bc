package dev.hostler.engine.runtime.runner;

import java.util.Locale;

/** What became of a runner; says nothing of what its job came to. */
enum Outcome {
    /** It has served a job to its end. */
    SUCCESS,
    /** It has served none, or not to the end. */
    FAILURE,
    /** Somebody wanted it to end. */
    INTERRUPTED,
    /** Its time was over. */
    TIMEOUT;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
