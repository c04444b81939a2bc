package dev.hostler.launcher.http.v1;

import dev.hostler.launcher.http.server.Access;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Dialect;
import dev.hostler.launcher.http.server.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The description of this API, which everybody may read. */
final class OpenApi {
    private static final String FILE = "openapi.json";

    private OpenApi() {}

    static Route route(Dialect dialect) {
        Answer answer = Answer.of(200, "application/json", read());
        return new Route(
                "GET", "/v1/openapi.json", Access.OPEN, dialect, call -> CompletableFuture.completedFuture(answer));
    }

    private static byte[] read() {
        try (InputStream file = Objects.requireNonNull(OpenApi.class.getResourceAsStream(FILE), FILE)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
