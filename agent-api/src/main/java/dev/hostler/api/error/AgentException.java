package dev.hostler.api.error;

import dev.hostler.api.meta.Experimental;
import java.io.Serial;

/**
 * A call could not be served. The one exception type of the API; what it means is in its {@link Failure}.
 *
 * <p>Work that was accepted and ended badly is no exception: see {@code JobResult} and {@code WorkloadStatus}.
 */
@Experimental
public class AgentException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Creates an exception for a failure. */
    public AgentException(Failure failure) {
        super(failure.message());
        this.code = failure.code();
    }

    /** Creates an exception for a failure and what caused it. */
    public AgentException(Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.code = failure.code();
    }

    /** Returns the code, for programs. */
    public ErrorCode code() {
        return code;
    }

    /** Returns what could not be served, as data. */
    public Failure failure() {
        return new Failure(code, String.valueOf(getMessage()));
    }
}
