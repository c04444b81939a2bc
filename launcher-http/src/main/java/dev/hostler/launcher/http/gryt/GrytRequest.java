package dev.hostler.launcher.http.gryt;

import dev.hostler.api.job.JobLimits;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A job as the main API asks for it. Immutable.
 *
 * @param jobId the caller's id
 * @param pipeline the text of the pipeline file
 * @param gitUrl the repository to clone
 * @param gitBranch the branch of it
 * @param token the encrypted token for the clone
 * @param image the image to run in
 * @param variables the environment of the command
 * @param limits what it may use
 * @param callback where the result is sent as well
 */
record GrytRequest(
        long jobId,
        String pipeline,
        Optional<String> gitUrl,
        String gitBranch,
        Optional<String> token,
        Optional<String> image,
        Map<String, String> variables,
        JobLimits limits,
        Optional<URI> callback) {
    GrytRequest {
        variables = Map.copyOf(variables);
    }

    /** Leaves out what can hold a secret. */
    @Override
    public String toString() {
        return "GrytRequest[" + jobId + "]";
    }
}
