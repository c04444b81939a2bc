package dev.hostler.engine.docker;

import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;

/**
 * Opens clients. The client library does not negotiate: without a version in the path the engine answers in its newest,
 * and a version that it does not know is refused. So the engine is asked first, without one. Immutable.
 */
final class EngineConnector {
    private static final int OK = 200;
    private static final String UNKNOWN = "unknown";

    private final EngineAddress address;

    EngineConnector(EngineAddress address) {
        this.address = address;
    }

    /** Asks the engine for its version and opens a client for it. Blocks as long as the engine does. */
    EngineSession connect() {
        DockerHttpClient http = open();
        try {
            return negotiate(http);
        } catch (RuntimeException | Error e) {
            close(http);
            throw e;
        }
    }

    private DockerHttpClient open() {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(address.uri()))
                .build();
    }

    private EngineSession negotiate(DockerHttpClient http) {
        DockerHttpClient.Request ping = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/_ping")
                .build();
        try (DockerHttpClient.Response pong = http.execute(ping)) {
            ApiVersion theirs = Optional.ofNullable(pong.getHeader("Api-Version"))
                    .flatMap(ApiVersion::parse)
                    .orElse(ApiVersion.OLDEST_SUPPORTED);
            if (pong.getStatusCode() != OK || theirs.compareTo(ApiVersion.OLDEST_SUPPORTED) < 0) {
                throw unusable(pong.getStatusCode(), theirs);
            }
            ApiVersion common = ApiVersion.NEWEST_KNOWN.common(theirs);
            return new EngineSession(
                    DockerClientImpl.getInstance(new EngineClientConfig(address, common), http), common, version(pong));
        }
    }

    private RuntimeException unusable(int status, ApiVersion theirs) {
        String cause = status == OK ? "its API " + theirs + " is too old" : "it answered with status " + status;
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "use Docker engine",
                        address.uri(),
                        cause,
                        "see that Docker 20.10 or newer runs there")
                .toException();
    }

    /** The engine names itself, for example {@code Docker/20.10.24+dfsg1 (linux)}. */
    private static String version(DockerHttpClient.Response pong) {
        String server = Optional.ofNullable(pong.getHeader("Server")).orElse(UNKNOWN);
        return server.replaceFirst("^[A-Za-z]+/", "").split("[ +]", 2)[0];
    }

    private static void close(DockerHttpClient http) {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
