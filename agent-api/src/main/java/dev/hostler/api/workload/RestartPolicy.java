package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;

/**
 * What happens when a workload ends by itself. The engine restarts, not the runtime: after 0, 1, 2, 4 ... 60 s, counted
 * anew once it has run well for ten minutes. Immutable.
 *
 * @param mode when it is restarted
 * @param retries how many restarts in a row are tried before the engine gives up; 0: without end
 */
@Experimental
public record RestartPolicy(Mode mode, int retries) {
    /** When a workload is restarted. The names are Docker's. */
    @Experimental
    public enum Mode {
        /** Never: it is done when it has ended. */
        NO,
        /** When it has failed: with an exit code other than 0, or unhealthy. */
        ON_FAILURE,
        /** Whenever it has ended. */
        ALWAYS,
        /** Whenever it has ended. A wish to stop is a wish here, so this is the same as {@link #ALWAYS}. */
        UNLESS_STOPPED
    }

    /** Checks the number. */
    public RestartPolicy {
        Fields.within("restart.retries", retries, 0, Integer.MAX_VALUE);
    }

    /** Never restarts. */
    public static RestartPolicy no() {
        return new RestartPolicy(Mode.NO, 0);
    }

    /** Restarts whenever the workload has ended. */
    public static RestartPolicy always() {
        return new RestartPolicy(Mode.ALWAYS, 0);
    }

    /** Restarts whenever the workload has ended. */
    public static RestartPolicy unlessStopped() {
        return new RestartPolicy(Mode.UNLESS_STOPPED, 0);
    }

    /** Restarts when the workload has failed, so many times in a row; 0: without end. */
    public static RestartPolicy onFailure(int retries) {
        return new RestartPolicy(Mode.ON_FAILURE, retries);
    }

    /** Returns whether a workload that has ended is to run again. */
    public boolean restarts(boolean failed) {
        return switch (mode) {
            case NO -> false;
            case ON_FAILURE -> failed;
            case ALWAYS, UNLESS_STOPPED -> true;
        };
    }
}
