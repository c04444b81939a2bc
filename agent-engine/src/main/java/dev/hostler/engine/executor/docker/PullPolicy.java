package dev.hostler.engine.executor.docker;

/** When an image is fetched from its registry. */
enum PullPolicy {
    /** When the engine does not have it. */
    MISSING,
    /** Before every use. */
    ALWAYS,
    /** Never. */
    NEVER
}
