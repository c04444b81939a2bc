package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Asks which release there is; what was answered before is asked for only if it has changed. Thread-safe. */
final class ReleaseLookup {
    private static final int LONGEST = 1 << 20;

    private final RunnerSettings settings;
    private final Http http;
    private final Attempts attempts;
    private final ReleaseReader reader;

    ReleaseLookup(RunnerSettings settings, Http http, Attempts attempts, ReleaseReader reader) {
        this.settings = settings;
        this.http = http;
        this.attempts = attempts;
        this.reader = reader;
    }

    /**
     * Finds a release.
     *
     * @param version its version; empty: the latest
     */
    Release find(Optional<String> version, Deadline deadline) throws InterruptedException {
        String name = version.map(value -> "v" + value).orElse("latest");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/vnd.github+json");
        token().ifPresent(token -> headers.put("Authorization", "Bearer " + token));
        return attempts.make("find runner release", name, deadline, () -> ask(name, version, headers, deadline));
    }

    private Release ask(String name, Optional<String> version, Map<String, String> known, Deadline deadline)
            throws FetchException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(known);
        Optional<byte[]> before = kept(name, "json").map(text -> text.getBytes(StandardCharsets.UTF_8));
        if (before.isPresent()) {
            kept(name, "etag").ifPresent(tag -> headers.put("If-None-Match", tag));
        }
        URI place = URI.create(
                settings.api() + "/repos/actions/runner/releases/" + (version.isPresent() ? "tags/" + name : name));
        HttpResponse<InputStream> answer = http.get(place, headers, deadline);
        if (answer.statusCode() == 304 && before.isPresent()) {
            Http.close(answer);
            return reader.read(before.get());
        }
        byte[] body = body(answer);
        Release release = reader.read(body);
        keep(name, body, answer.headers().firstValue("ETag"));
        return release;
    }

    private static byte[] body(HttpResponse<InputStream> answer) throws FetchException {
        try (InputStream in = answer.body()) {
            return in.readNBytes(LONGEST);
        } catch (IOException e) {
            throw FetchException.passing("the answer breaks off (" + e.getMessage() + ")");
        }
    }

    private Path file(String name, String kind) {
        return settings.cache().resolve("release-" + name + "." + kind);
    }

    private Optional<String> kept(String name, String kind) {
        try {
            return SmallFile.read(file(name, kind)).map(String::strip).filter(text -> !text.isEmpty());
        } catch (IOException unreadable) {
            // It is asked for anew.
            return Optional.empty();
        }
    }

    /** The tag goes last: it must never stand for a description that is not there. */
    private void keep(String name, byte[] body, Optional<String> tag) throws FetchException {
        try {
            SmallFile.write(file(name, "etag"), "");
            SmallFile.write(file(name, "json"), new String(body, StandardCharsets.UTF_8));
            SmallFile.write(file(name, "etag"), tag.orElse(""));
        } catch (IOException e) {
            throw FetchException.lasting(
                    ErrorCode.NO_CAPACITY, "the cache can't be written (" + e.getMessage() + ")", "look at its disk");
        }
    }

    private Optional<String> token() {
        if (settings.tokenFile().isEmpty()) {
            return Optional.empty();
        }
        Path file = settings.tokenFile().get();
        try {
            Optional<String> token = SmallFile.read(file).map(String::strip).filter(text -> text.matches("[!-~]+"));
            if (token.isPresent()) {
                return token;
            }
            throw unreadable(file, "it is not there, or holds no token").toException();
        } catch (IOException e) {
            throw unreadable(file, e.getMessage() + "").toException(e);
        }
    }

    private static Failure unreadable(Path file, String cause) {
        return Failure.cannot(
                ErrorCode.INVALID_INPUT,
                "read setting runners.token-file",
                file.toString(),
                cause,
                "write the token into it, or take the setting out");
    }
}
