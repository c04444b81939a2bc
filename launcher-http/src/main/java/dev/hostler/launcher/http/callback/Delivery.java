package dev.hostler.launcher.http.callback;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** POSTs one result until somebody has taken it. Confined to one thread. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Answers that may be better the next time: too early, too often. All of the server's own troubles are too. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final Pace pace;

    /** Made for the first delivery: an agent that has none pays nothing for it. */
    private static final class Client {
        static final HttpClient SHARED = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();

        private Client() {}
    }

    /**
     * How often, and how long to wait in between. Immutable.
     *
     * @param first the first pause; each further one is twice as long
     * @param longest the longest pause
     * @param tries how many attempts there are
     */
    record Pace(Duration first, Duration longest, int tries) {
        /** About a day. */
        static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(10), 150);
    }

    Delivery(Pace pace) {
        this.pace = pace;
    }

    /**
     * Delivers, or gives up and says so in the log.
     *
     * @throws InterruptedException if the thread is interrupted; whether it was delivered is not known then
     */
    void deliver(Callback callback, byte[] body) throws InterruptedException {
        Duration pause = pace.first();
        for (int attempt = 1; ; attempt++) {
            Outcome outcome = attempt(callback, body);
            if (outcome.delivered()) {
                return;
            }
            if (outcome.hopeless() || attempt >= pace.tries()) {
                LOG.warn(
                        "The result of job {} was not delivered to {}, in {} attempts: {}",
                        callback.job(),
                        shown(callback.url()),
                        attempt,
                        outcome.words());
                return;
            }
            Thread.sleep(pause.toMillis());
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(pace.longest()) < 0 ? twice : pace.longest();
        }
    }

    private record Outcome(boolean delivered, boolean hopeless, String words) {}

    private Outcome attempt(Callback callback, byte[] body) throws InterruptedException {
        try {
            CallbackAddress.requireAllowed(callback.url());
            int status = Client.SHARED
                    .send(request(callback, body), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            boolean passing = status >= 500 || PASSING.contains(status);
            return new Outcome(status >= 200 && status < 300, !passing, "it answers with HTTP " + status);
        } catch (AgentException refused) {
            return new Outcome(
                    false,
                    refused.code() == ErrorCode.POLICY_DENIED,
                    refused.failure().message());
        } catch (IOException e) {
            return new Outcome(false, false, e.toString());
        }
    }

    /** The header tells a receiver that has missed our hearing of its answer which result it has already. */
    private static HttpRequest request(Callback callback, byte[] body) {
        return HttpRequest.newBuilder(callback.url())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-Hostler-Job", callback.job().value())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    /** Without the query, which may hold a secret. */
    private static String shown(URI url) {
        return url.getScheme() + "://" + url.getAuthority() + (url.getPath() == null ? "" : url.getPath());
    }
}
