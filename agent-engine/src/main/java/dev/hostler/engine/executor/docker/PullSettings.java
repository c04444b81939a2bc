package dev.hostler.engine.executor.docker;

/**
 * How images are pulled. Immutable.
 *
 * @param policy when
 * @param retries how often it is tried
 * @param pace how often is told how far it is
 */
record PullSettings(PullPolicy policy, PullRetries retries, PullPace pace) {
    /** Returns the same without further attempts. */
    PullSettings once() {
        return new PullSettings(policy, new PullRetries(1), pace);
    }
}
