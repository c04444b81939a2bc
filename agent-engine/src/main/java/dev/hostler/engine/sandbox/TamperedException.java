package dev.hostler.engine.sandbox;

import java.io.Serial;

/** A file of the supervisor is not what it must be; inside this package only, outside it is {@link StepEnd.Tampered}. */
final class TamperedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    TamperedException(String what) {
        super(what);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
