package dev.hostler.engine.runtime.compose;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;

/** Words what a Compose file may not have. */
final class Refused {
    private static final int SHOWN = 80;

    private Refused() {}

    /**
     * Words the refusal of a field.
     *
     * @param field where it is, from the top, with dots
     * @param value what is there
     */
    static RuntimeException field(String field, Object value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept file: " + field, shown(value), cause, remedy)
                .toException();
    }

    /** Words the refusal of the whole file. */
    static RuntimeException file(String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept", "file", cause, remedy)
                .toException();
    }

    private static String shown(Object value) {
        String line = String.valueOf(value).replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
