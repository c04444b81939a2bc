package dev.hostler.engine.testing;

/** How often a test repeats itself: a few times in the usual run, and many in that for faults ({@code verify --faults}). */
public final class Effort {
    /** A variable, since children of tests get it too. */
    private static final boolean LONG = "true".equals(System.getenv("HOSTLER_FAULTS"));

    private Effort() {}

    /** Returns how often to do it in this run. */
    public static int of(int usual, int faults) {
        return LONG ? faults : usual;
    }
}
