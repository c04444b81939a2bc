package dev.hostler.engine.runtime.runner;

import java.util.Locale;

/** How far a runner has come. */
enum Stage {
    /** It registers at its server. */
    REGISTERING("registers at its server"),
    /** It is started, and has not reached its server. */
    STARTING("starts"),
    /** It waits for a job. */
    LISTENING("listens for a job"),
    /** It runs a job. */
    RUNNING("runs a job"),
    /** Its job is done, or it was asked to end. */
    ENDING("ends");

    private final String words;

    Stage(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
