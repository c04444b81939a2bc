package dev.hostler.engine.docker;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A client that speaks the engine's version of the API. Thread-safe.
 *
 * @param client the client
 * @param api the API version that both sides know
 * @param version the engine's version
 */
public record EngineSession(DockerClient client, ApiVersion api, String version) implements AutoCloseable {
    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
