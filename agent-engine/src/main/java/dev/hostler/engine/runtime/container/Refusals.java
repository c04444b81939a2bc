package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.docker.EngineTrouble;
import java.net.HttpURLConnection;

/** Words what the engine refuses, with a code by the status of its answer. Immutable. */
public final class Refusals {
    private final EngineTrouble trouble;

    public Refusals(EngineTrouble trouble) {
        this.trouble = trouble;
    }

    /**
     * Words a refusal.
     *
     * @param attempt verb and noun
     * @param missing what it means that the engine does not find something
     */
    public AgentException of(String attempt, WorkloadKey workload, DockerException refused, ErrorCode missing) {
        String cause = EngineTrouble.message(refused);
        return switch (refused.getHttpStatus()) {
            case HttpURLConnection.HTTP_BAD_REQUEST ->
                failure(ErrorCode.INVALID_INPUT, attempt, workload, cause, "correct the spec")
                        .toException(refused);
            case HttpURLConnection.HTTP_NOT_FOUND ->
                failure(missing, attempt, workload, cause, "see whether somebody has removed it")
                        .toException(refused);
            case HttpURLConnection.HTTP_CONFLICT ->
                failure(ErrorCode.CONFLICT, attempt, workload, cause, "free what is in the way")
                        .toException(refused);
            default -> trouble.refused(attempt + " " + workload, refused);
        };
    }

    /** The same for an act on a container. */
    public AgentException of(String attempt, WorkloadKey workload, DockerException refused) {
        return of(attempt, workload, refused, ErrorCode.NOT_FOUND);
    }

    public static Failure failure(ErrorCode code, String attempt, WorkloadKey workload, String cause, String remedy) {
        return Failure.cannot(code, attempt, workload.toString(), cause, remedy);
    }
}
