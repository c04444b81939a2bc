package dev.hostler.engine.log;

import java.util.Arrays;

/** The parts of a buffer that are masked: ascending, neither overlapping nor touching. Confined to one thread. */
final class MaskedSpans {
    private static final int FIRST_CAPACITY = 16;

    private int[] starts = new int[FIRST_CAPACITY];
    private int[] ends = new int[FIRST_CAPACITY];
    private int count;

    /** Adds a part that ends after all others. */
    void add(int start, int end) {
        int from = start;
        while (count > 0 && ends[count - 1] >= from) {
            count--;
            from = Math.min(from, starts[count]);
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = from;
        ends[count++] = end;
    }

    /** Forgets the first bytes of the buffer; a part that goes beyond them begins at 0 afterwards. */
    void dropBefore(int limit) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (ends[i] > limit) {
                starts[kept] = Math.max(0, starts[i] - limit);
                ends[kept++] = ends[i] - limit;
            }
        }
        count = kept;
    }

    int count() {
        return count;
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }
}
