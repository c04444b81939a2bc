package dev.hostler.engine.executor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.SandboxHandle;
import java.util.function.Predicate;

/**
 * The form in which an executor keeps its record of a sandbox in the sandbox's handle: JSON. One for all records of a kind: a
 * new one would have to learn the kind first, which takes longer than a job's first line. Thread-safe.
 *
 * @param <R> the kind of record
 */
public final class HandleForm<R> {
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Class<R> kind;
    private final Predicate<R> isKnown;
    private final String remedy;

    /**
     * Creates it.
     *
     * @param isKnown whether a record is of a version that can be used
     * @param remedy what to do by hand about the sandbox of a handle that can't be read
     */
    public HandleForm(Class<R> kind, Predicate<R> isKnown, String remedy) {
        this.kind = kind;
        this.isKnown = isKnown;
        this.remedy = remedy;
    }

    /** Returns the handle of a sandbox with this record. */
    public SandboxHandle handle(String sandbox, String executor, R kept) {
        try {
            return new SandboxHandle(sandbox, executor, json.writeValueAsString(kept));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the record that a handle holds.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if it can't be read
     */
    public R read(SandboxHandle handle) {
        try {
            R found = json.readValue(handle.value(), kind);
            if (found != null && isKnown.test(found)) {
                return found;
            }
        } catch (JsonProcessingException e) {
            throw unreadable(handle).toException(e);
        }
        throw unreadable(handle).toException();
    }

    private Failure unreadable(SandboxHandle handle) {
        return Failure.cannot(
                ErrorCode.STATE_UNAVAILABLE,
                "recover sandbox",
                handle.sandbox(),
                "its handle can't be read by this version",
                remedy + ", or start the version that opened it");
    }
}
