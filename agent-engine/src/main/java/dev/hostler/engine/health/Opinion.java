package dev.hostler.engine.health;

import dev.hostler.api.spi.Instance.Health;

/**
 * What the answers so far come to. Immutable.
 *
 * @param health in one word
 * @param failures how many in a row count
 * @param reason why the last answer was none; empty if it was good
 */
record Opinion(Health health, int failures, String reason) {
    /** Nothing was answered yet. */
    static final Opinion NONE = new Opinion(Health.STARTING, 0, "");

    private static final Opinion WELL = new Opinion(Health.HEALTHY, 0, "");

    /** Returns the opinion after a good answer. */
    Opinion answered() {
        return WELL;
    }

    /**
     * Returns the opinion after a failure.
     *
     * @param most how many failures in a row make it unhealthy
     */
    Opinion failed(String why, int most) {
        int now = Math.min(failures + 1, most);
        return new Opinion(now == most ? Health.UNHEALTHY : health, now, why);
    }
}
