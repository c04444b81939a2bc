package dev.hostler.engine.log;

import java.nio.charset.StandardCharsets;

/**
 * Masks a text that comes in pieces, and passes it on as soon as it can't be part of a secret any more. Confined to one
 * thread.
 *
 * <p>Implementation note: {@code window} starts with the bytes held back, which are the longest end of the text that may
 * still become a secret. A secret found inside or across their beginning is remembered in {@code spans}.
 * {@code afterMask} says that the last byte passed on was masked, so that a mask that goes on is not written again.
 */
final class MaskingStream {
    private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);

    private final PatternAutomaton automaton;
    private final ByteSink sink;
    private final int slice;
    private final MaskedSpans spans = new MaskedSpans();
    private final byte[] window;
    /** A mask is never longer than what it hides, as no pattern is shorter than {@link SecretVariants#SHORTEST}. */
    private final byte[] output;

    private int state;
    private int held;
    private boolean afterMask;

    /** Begins a text that is worked off in slices of the given size. */
    MaskingStream(PatternAutomaton automaton, int slice, ByteSink sink) {
        this.automaton = automaton;
        this.sink = sink;
        this.slice = slice;
        this.window = new byte[automaton.longest() + slice];
        this.output = new byte[window.length];
    }

    void write(byte[] bytes, int offset, int length) {
        if (automaton.longest() == 0) {
            sink.accept(bytes, offset, length);
            return;
        }
        for (int done = 0; done < length; done += slice) {
            int taken = Math.min(slice, length - done);
            System.arraycopy(bytes, offset + done, window, held, taken);
            int end = held + taken;
            state = automaton.find(window, held, end, state, spans);
            pass(end - automaton.openLength(state), end);
        }
    }

    /** Passes on what is held back; what comes afterwards is a new text. */
    void flush() {
        pass(held, held);
        state = 0;
        afterMask = false;
    }

    /** Returns how many bytes are held back. */
    int held() {
        return held;
    }

    /** Returns whether no secret reaches to the place where the held back bytes begin: one can start afresh there. */
    boolean isBetweenSecrets() {
        return !afterMask;
    }

    private void pass(int limit, int end) {
        if (limit > 0) {
            if (spans.count() == 0) {
                sink.accept(window, 0, limit);
                afterMask = false;
            } else {
                passMasked(limit);
                spans.dropBefore(limit);
            }
            System.arraycopy(window, limit, window, 0, end - limit);
        }
        held = end - limit;
    }

    private void passMasked(int limit) {
        int size = 0;
        int from = 0;
        for (int i = 0; i < spans.count() && spans.start(i) < limit; i++) {
            size = put(window, from, spans.start(i), size);
            if (spans.start(i) > 0 || !afterMask) {
                size = put(MASK, 0, MASK.length, size);
            }
            from = spans.end(i);
        }
        size = put(window, from, limit, size);
        afterMask = from >= limit;
        sink.accept(output, 0, size);
    }

    private int put(byte[] source, int from, int to, int size) {
        int length = Math.max(0, to - from);
        System.arraycopy(source, from, output, size, length);
        return size + length;
    }
}
