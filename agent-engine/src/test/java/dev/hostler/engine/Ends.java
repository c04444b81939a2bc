package dev.hostler.engine;

/**
 * How often in a row a workload has ended, as its agent counts. Immutable.
 *
 * @param fewest at the least
 * @param most at the most
 */
record Ends(int fewest, int most) {
    static final Ends NONE = new Ends(0, 0);

    /** What is made again for a wish that was met before counts as an end. */
    static final Ends AFTER_A_WISH = new Ends(0, 1);

    static final Ends ANY = new Ends(0, 1000);

    Ends oneMore() {
        return new Ends(fewest + 1, most + 1);
    }

    Ends orNone() {
        return new Ends(0, most);
    }

    @Override
    public String toString() {
        return fewest + " to " + most;
    }
}
