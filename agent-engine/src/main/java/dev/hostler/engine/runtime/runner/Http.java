package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks web servers, follows where they lead, and says what a refusal means. Thread-safe: the object's lock guards the making
 * of the client.
 */
final class Http {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_HOPS = 5;
    private static final String LIMITED = "wait, or set a token by runners.token-file";

    private final Scheduler scheduler;
    private Optional<HttpClient> client = Optional.empty();

    Http(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Made when it is first needed: it costs some tenths of a second, and most agents keep no runner. */
    private synchronized HttpClient client() {
        HttpClient made = client.orElseGet(() -> HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(task -> scheduler.start("hostler-runner-http", task))
                .build());
        client = Optional.of(made);
        return made;
    }

    /**
     * Asks for a page.
     *
     * @param headers what to say; goes to the first server alone, save {@code Range}
     * @return the answer with status 200, 206, 304 or 416; its body is the caller's to close
     * @throws FetchException with the meaning of any other answer
     */
    HttpResponse<InputStream> get(URI address, Map<String, String> headers, Deadline deadline)
            throws FetchException, InterruptedException {
        URI place = address;
        for (int hop = 0; hop <= MOST_HOPS; hop++) {
            HttpResponse<InputStream> answer = ask(place, hop == 0, headers, deadline);
            if (!ELSEWHERE.contains(answer.statusCode())) {
                return judged(answer);
            }
            close(answer);
            place = next(place, answer);
        }
        throw FetchException.lasting(
                ErrorCode.IMAGE_UNAVAILABLE, place.getHost() + " leads from place to place", "look at the proxy");
    }

    private HttpResponse<InputStream> ask(URI place, boolean first, Map<String, String> headers, Deadline deadline)
            throws FetchException, InterruptedException {
        Duration left = deadline.left();
        if (left.isNegative() || left.isZero()) {
            throw FetchException.passing("its time is over");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(place)
                .timeout(left.compareTo(ANSWER) < 0 ? left : ANSWER)
                .header("User-Agent", "hostler");
        headers.forEach((name, value) -> {
            // A server that was led to is told nothing that is secret.
            if (first || name.equals("Range")) {
                request.header(name, value);
            }
        });
        try {
            return client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw FetchException.passing(place.getHost() + " can't be reached (" + e + ")");
        }
    }

    private static URI next(URI place, HttpResponse<?> answer) throws FetchException {
        try {
            URI next = place.resolve(answer.headers().firstValue("Location").orElse(""));
            boolean plainer = "https".equals(place.getScheme()) && !"https".equals(next.getScheme());
            if (next.getHost() != null && !plainer) {
                return next;
            }
        } catch (IllegalArgumentException malformed) {
            throw lostWay(place);
        }
        throw lostWay(place);
    }

    private static FetchException lostWay(URI place) {
        return FetchException.lasting(
                ErrorCode.IMAGE_UNAVAILABLE, place.getHost() + " leads to no safe place", "look at the proxy");
    }

    private HttpResponse<InputStream> judged(HttpResponse<InputStream> answer) throws FetchException {
        int status = answer.statusCode();
        if (status == 200 || status == 206 || status == 304 || status == 416) {
            return answer;
        }
        close(answer);
        String host = answer.uri().getHost() + " answers " + status;
        if (status == 404 || status == 410) {
            throw FetchException.lasting(
                    ErrorCode.IMAGE_NOT_FOUND, host + ": there is none", "give a version that there is");
        }
        if (status >= 500 || status == 408) {
            throw FetchException.passing(host, "try again later", pause(answer), false);
        }
        if (status == 429 || status == 403 && isLimited(answer)) {
            Duration pause = pause(answer);
            throw FetchException.passing(
                    host + ": too many requests, the next one in " + pause.toSeconds() + " s", LIMITED, pause, false);
        }
        throw FetchException.lasting(
                status == 401 || status == 403 ? ErrorCode.IMAGE_DENIED : ErrorCode.IMAGE_UNAVAILABLE,
                host,
                "look at the settings runners.api and runners.token-file, and at the proxy");
    }

    private static boolean isLimited(HttpResponse<?> answer) {
        return answer.headers().firstValue("Retry-After").isPresent()
                || answer.headers()
                        .firstValue("X-RateLimit-Remaining")
                        .filter("0"::equals)
                        .isPresent();
    }

    /** Returns how long the server wants to be left alone. */
    private Duration pause(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .map(this::retryAfter)
                .or(() -> answer.headers()
                        .firstValue("X-RateLimit-Reset")
                        .filter(reset -> reset.matches("[0-9]{1,12}"))
                        .map(reset -> until(Instant.ofEpochSecond(Long.parseLong(reset)))))
                .orElse(Duration.ZERO);
    }

    private Duration retryAfter(String value) {
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            return until(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException malformed) {
            return Duration.ZERO;
        }
    }

    private Duration until(Instant time) {
        Duration left = Duration.between(scheduler.now(), time);
        return left.isNegative() ? Duration.ZERO : left;
    }

    static void close(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            body.skip(0);
        } catch (IOException gone) {
            // Nobody reads it; the connection is not used again.
        }
    }
}
