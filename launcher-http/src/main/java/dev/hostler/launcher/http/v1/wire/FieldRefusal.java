package dev.hostler.launcher.http.v1.wire;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.Serial;

/** A request was refused for one of its fields, parameters or headers. */
public final class FieldRefusal extends AgentException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;

    private FieldRefusal(String field, Failure failure) {
        super(failure);
        this.field = field;
    }

    /** Words a refusal. */
    public static FieldRefusal of(String field, String cause, String remedy) {
        return new FieldRefusal(field, Failure.cannot(ErrorCode.INVALID_INPUT, "accept field", field, cause, remedy));
    }

    /** Names the field of what was refused elsewhere, in the words used there. */
    static FieldRefusal of(String field, AgentException refused) {
        return new FieldRefusal(field, refused.failure());
    }

    /** Returns which one, as a path such as {@code spec.ports[0].hostPort}. */
    public String field() {
        return field;
    }
}
