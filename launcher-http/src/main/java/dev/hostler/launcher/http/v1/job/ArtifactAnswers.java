package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobHandle;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a job has handed over: the list of its files, and each of them. The names are the job's, and may mean harm. */
final class ArtifactAnswers {
    private static final String TYPE = "application/octet-stream";

    private ArtifactAnswers() {}

    /** Of a job without a result, nothing. */
    static Answer list(Job job) {
        return Answer.json(
                200,
                Map.of(
                        "artifacts",
                        artifacts(job).stream().map(JobJson::artifact).toList()));
    }

    private static List<Artifact> artifacts(Job job) {
        return job.result().map(result -> result.artifacts()).orElse(List.of());
    }

    /**
     * Answers with a file.
     *
     * @param written its path as it came, with what has no place in a URL encoded
     */
    static Answer one(JobHandle handle, String written) {
        String path = decoded(written);
        ArtifactFeed content = new ArtifactFeed(path, handle.artifact(path));
        Optional<Artifact> artifact = artifacts(handle.job()).stream()
                .filter(known -> known.path().equals(path))
                .findFirst();
        Answer answer = Answer.feed(TYPE, content)
                .with("Content-Length", String.valueOf(artifact.orElseThrow().size()))
                .with("Content-Disposition", "attachment; filename*=UTF-8''" + encoded(lastName(path)))
                .with("X-Content-Type-Options", "nosniff");
        return artifact.flatMap(Artifact::sha256)
                .map(digest -> answer.with("ETag", "\"" + digest + "\""))
                .orElse(answer);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A plus sign stands for itself in a path. */
    private static String decoded(String written) {
        try {
            return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw FieldRefusal.of("path", "it has a '%' without two hexadecimal digits", "encode it");
        }
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
