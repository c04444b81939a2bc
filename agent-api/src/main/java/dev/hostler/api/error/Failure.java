package dev.hostler.api.error;

import dev.hostler.api.meta.Experimental;
import java.util.Objects;

/**
 * A bad outcome as data: a code for programs, one sentence for people. Immutable.
 *
 * <p>Every message follows one grammar: <em>Cannot VERB NOUN 'ID': CAUSE; REMEDY</em>.
 *
 * @param code the code, for programs
 * @param message one line that names the thing, the cause and what to do
 */
@Experimental
public record Failure(ErrorCode code, String message) {
    /** Checks the components. */
    public Failure {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }

    /**
     * Words a failure in the common grammar.
     *
     * @param code the code
     * @param attempt verb and noun, for example {@code "run job"}
     * @param id the thing's name, quoted in the message
     * @param cause what is the matter, without a full stop
     * @param remedy what the reader can do about it, without a full stop
     */
    public static Failure cannot(ErrorCode code, String attempt, String id, String cause, String remedy) {
        return new Failure(code, "Cannot " + attempt + " '" + id + "': " + cause + "; " + remedy);
    }

    /** Returns an exception that carries this failure. */
    public AgentException toException() {
        return new AgentException(this);
    }

    /** Returns an exception that carries this failure and what caused it. */
    public AgentException toException(Throwable cause) {
        return new AgentException(this, cause);
    }
}
