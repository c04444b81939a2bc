package dev.hostler.engine.docker;

/** When an image is fetched from its registry. Immutable. */
public enum PullPolicy {
    /** When the engine does not have it. */
    MISSING,
    /** Before every use. */
    ALWAYS,
    /** Never. */
    NEVER
}
