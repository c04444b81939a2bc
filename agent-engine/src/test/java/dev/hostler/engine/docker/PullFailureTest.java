package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(PullFailure.of(text).passes()).isTrue();
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
        assertThat(PullFailure.of(text).passes()).isFalse();
    }

    @Test
    void aRefusalThatMentionsATimeoutIsStillARefusal() {
        PullFailure failure = PullFailure.of("unauthorized: token timeout");

        assertThat(failure.refused()).isTrue();
        assertThat(failure.passes()).isFalse();
    }

    @Test
    void theWaitThatARegistryNamesIsRead() {
        assertThat(PullFailure.of("toomanyrequests: retry-after: 44.5s, allowed: 44000/minute")
                        .retryAfter())
                .contains(Duration.ofMillis(44_500));
        assertThat(PullFailure.of("toomanyrequests: retry-after: 118.7µs, allowed: 44000/minute")
                        .retryAfter())
                .contains(Duration.ofMillis(1));
        assertThat(PullFailure.of("429 Too Many Requests, Retry-After: 30").retryAfter())
                .contains(Duration.ofSeconds(30));
        assertThat(PullFailure.of("toomanyrequests: slow down").retryAfter()).isEmpty();
    }
}
