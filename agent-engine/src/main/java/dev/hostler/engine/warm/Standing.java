package dev.hostler.engine.warm;

/** A sandbox that stands ready and belongs to no job. Used by one thread at a time. */
public interface Standing {
    /**
     * Asks the sandbox itself, and not its host, whether it is ready; takes about a millisecond. Bounded: what does not
     * answer within a few seconds is not ready.
     */
    boolean answers() throws InterruptedException;

    /**
     * Asks the host whether it still stands, and whether a new one would be made of the same image. A host that can't be
     * asked now has changed nothing.
     */
    boolean isSound();

    /**
     * Ends it and removes all that was made for it. Safe to repeat.
     *
     * @throws dev.hostler.api.error.AgentException if the host can't be asked now, or something can't be removed
     */
    void destroy();
}
