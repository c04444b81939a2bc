package dev.hostler.engine.retry;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.Failure;
import java.io.Serial;

/** Something failed that may work the next time, such as a server that did not answer. Immutable. */
public final class TransientFailure extends AgentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public TransientFailure(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
