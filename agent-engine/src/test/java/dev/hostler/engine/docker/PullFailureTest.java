package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as engines and registries write them. */
class PullFailureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Get \"https://r.example/v2/\": dial tcp 192.0.2.1:443: connect: connection refused",
                "Get \"https://r.example/v2/\": net/http: TLS handshake timeout",
                "Get \"https://r.example/v2/\": context deadline exceeded",
                "Get \"https://r.example/v2/\": net/http: request canceled while waiting for connection (Client.Timeout"
                        + " exceeded while awaiting headers)",
                "read tcp 192.0.2.2:1-192.0.2.1:443: read: connection reset by peer",
                "unexpected EOF",
                "dial tcp: lookup r.example on 192.0.2.53:53: server misbehaving",
                "received unexpected HTTP status: 503 Service Unavailable",
                "error pulling image configuration: download failed after attempts=6: unexpected status code 502",
                "toomanyrequests: You have reached your pull rate limit.",
                "filesystem layer verification failed for digest sha256:00ff"
            })
    void aTroubleOfNetworkOrRegistryPasses(String text) {
        assertThat(PullFailure.of(500, text).passes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest for r.example/a:1 not found: manifest unknown: manifest unknown",
                "invalid reference format",
                "pull access denied for a/b, repository does not exist or may require 'docker login'",
                "Head \"https://r.example/v2/a/manifests/1\": no basic auth credentials",
                "Head \"https://r.example/v2/a/manifests/1\": unauthorized: authentication required",
                "no matching manifest for linux/arm64/v8 in the manifest list entries",
                "dial tcp: lookup no-such.example on 192.0.2.53:53: no such host",
                "no space left on device",
                "something that nobody has met before"
            })
    void whatIsNotKnownToPassIsFinal(String text) {
        assertThat(PullFailure.of(500, text).passes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | unauthorized: authentication required | IMAGE_DENIED",
                "500 | unauthorized | IMAGE_DENIED",
                "500 | denied | IMAGE_DENIED",
                "0   | error from registry: denied | IMAGE_DENIED",
                "500 | Head \"http://r.example:1/v2/a/manifests/1\": no basic auth credentials | IMAGE_DENIED",
                "404 | pull access denied for a/b, repository does not exist or may require 'docker login': denied:"
                        + " requested access to the resource is denied | IMAGE_DENIED",
                "401 | go away | IMAGE_DENIED",
                "403 | go away | IMAGE_DENIED",
                "404 | manifest for r.example/a:1 not found: manifest unknown: manifest unknown | IMAGE_NOT_FOUND",
                "404 | repository r.example/a not found: name unknown: not known here | IMAGE_NOT_FOUND",
                "500 | manifest unknown | IMAGE_NOT_FOUND",
                "404 | no such image | IMAGE_NOT_FOUND",
                "500 | failed to register layer: open /var/lib/docker/x: permission denied | IMAGE_UNAVAILABLE",
                "500 | error parsing HTTP 403 response body: not denied: maybe | IMAGE_UNAVAILABLE",
                "400 | invalid reference format: repository name must be lowercase | IMAGE_UNAVAILABLE",
                "500 | no matching manifest for linux/arm64/v8 in the manifest list entries | IMAGE_UNAVAILABLE",
                "500 | toomanyrequests: slow down | IMAGE_UNAVAILABLE"
            })
    void aCodeTellsWhatItIsAndAWordInASentenceDoesNot(int status, String text, ErrorCode code) {
        assertThat(PullFailure.of(status, text).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void whatTheStatusTellsIsFinalWhateverTheWordsAre(int status) {
        assertThat(PullFailure.of(status, "connection refused, timeout").passes())
                .isFalse();
    }

    @Test
    void aRegistryThatIsAskedTooOftenPassesWhateverItsWordsAre() {
        PullFailure failure = PullFailure.of(403, "toomanyrequests: access denied until later, retry-after: 7");

        assertThat(failure.passes()).isTrue();
        assertThat(failure.refused()).isFalse();
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(PullFailure.of(429, "slow down").passes()).isTrue();
    }

    @Test
    void aCodeBehindALongTextIsFoundToo() {
        PullFailure failure = PullFailure.of(500, "x".repeat(500) + ": denied: no");

        assertThat(failure.code()).isEqualTo(ErrorCode.IMAGE_DENIED);
        assertThat(failure.cause()).hasSizeLessThan(410);
    }

    @Test
    void aRefusalThatMentionsATimeoutIsStillARefusal() {
        PullFailure failure = PullFailure.of(500, "unauthorized: token timeout");

        assertThat(failure.refused()).isTrue();
        assertThat(failure.passes()).isFalse();
    }

    @Test
    void theWaitThatARegistryNamesIsRead() {
        assertThat(PullFailure.of(500, "toomanyrequests: retry-after: 44.5s, allowed: 44000/minute")
                        .retryAfter())
                .contains(Duration.ofMillis(44_500));
        assertThat(PullFailure.of(500, "toomanyrequests: retry-after: 118.7µs, allowed: 44000/minute")
                        .retryAfter())
                .contains(Duration.ofMillis(1));
        assertThat(PullFailure.of(500, "429 Too Many Requests, Retry-After: 30").retryAfter())
                .contains(Duration.ofSeconds(30));
        assertThat(PullFailure.of(500, "toomanyrequests: slow down").retryAfter())
                .isEmpty();
    }
}
