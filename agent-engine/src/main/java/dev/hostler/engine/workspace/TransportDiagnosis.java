package dev.hostler.engine.workspace;

import dev.hostler.api.error.AgentException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/**
 * Tells from what was thrown, and from what the server answered, why a repository can't be had. Immutable.
 *
 * @param url the repository
 * @param status the last http status, 0 if there was none
 * @param hostKeyRefused whether an ssh server's key was not a known one
 * @param withToken whether the server could be given a token
 */
record TransportDiagnosis(RemoteUrl url, int status, boolean hostKeyRefused, boolean withToken) {
    /** JGit wraps deeply, but not without end. */
    private static final int LONGEST_CHAIN = 16;

    private static final String CHECK_URL = "check the URL";

    /** What is the matter, what to do, and whether it may be gone the next time. */
    private record Reason(String cause, String remedy, boolean passing) {
        Reason(String cause, String remedy) {
            this(cause, remedy, false);
        }

        static Reason passing(String cause, String remedy) {
            return new Reason(cause, remedy, true);
        }
    }

    /** Returns whether the server never got to answer, so that another way of asking would not help. */
    static boolean isSilence(Throwable thrown) {
        return chain(thrown).stream()
                .anyMatch(each -> each instanceof InterruptedIOException
                        || each instanceof ConnectException
                        || each instanceof UnknownHostException);
    }

    /** Words the failure. */
    AgentException explain(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        Reason reason = byStatus()
                .or(() -> byNetwork(chain))
                .or(() -> bySsh(chain))
                .or(() -> byProtocol(chain))
                .orElseGet(() -> unknown(chain));
        return reason.passing
                ? FetchFailures.passing(url, reason.cause, reason.remedy, thrown)
                : FetchFailures.refused(url, reason.cause, reason.remedy, thrown);
    }

    private Optional<Reason> byStatus() {
        if (status < 400) {
            return Optional.empty();
        }
        return Optional.of(
                switch (status) {
                    case 401 ->
                        withToken
                                ? new Reason(
                                        "the server refused the token",
                                        "check that it is valid and may read the repository")
                                : new Reason(
                                        "the server asks for a login",
                                        "check the URL, or give the source an access token");
                    case 403 ->
                        new Reason(
                                "the server does not allow it", "give the source a token that may read the repository");
                    case 404 ->
                        new Reason(
                                "the server has no such repository, or hides it",
                                "check the URL, and for a private one the access token");
                    case 408, 425, 429, 500, 502, 503, 504 ->
                        Reason.passing("the server answered with HTTP status " + status, "try again later");
                    default -> new Reason("the server answered with HTTP status " + status, "check the URL");
                });
    }

    private Optional<Reason> byNetwork(List<Throwable> chain) {
        String host = String.valueOf(url.uri().getHost());
        return first(chain, UnknownHostException.class)
                .map(e -> Reason.passing(
                        "the host '" + host + "' is not known", "check the URL and the host's name service"))
                .or(() -> first(chain, NoRouteToHostException.class)
                        .map(e ->
                                Reason.passing("there is no route to '" + host + "'", "check the URL and the network")))
                .or(() -> first(chain, ConnectException.class)
                        .map(e -> Reason.passing(
                                "nothing answers at '" + host + "'", "check the URL, and that the server runs")))
                .or(() -> first(chain, InterruptedIOException.class)
                        .map(e -> Reason.passing(
                                "the server was silent for too long", "try again, or check the network")))
                .or(() -> brokenOff(chain))
                .or(() -> first(chain, SSLException.class)
                        .map(e -> new Reason(
                                "its TLS certificate is not trusted: " + oneLine(e),
                                "add the issuing authority to the Java trust store")));
    }

    private static Optional<Reason> brokenOff(List<Throwable> chain) {
        return first(chain, SocketException.class)
                .<IOException>map(e -> e)
                .or(() -> first(chain, EOFException.class))
                .map(e -> Reason.passing("the connection was broken off (" + oneLine(e) + ")", "try again"));
    }

    private Optional<Reason> bySsh(List<Throwable> chain) {
        if (url.kind() != RemoteUrl.Kind.SSH) {
            return Optional.empty();
        }
        if (hostKeyRefused) {
            return Optional.of(new Reason(
                    "the server's host key is not in known_hosts, or is not the one there",
                    "verify the key and add it to ~/.ssh/known_hosts of the agent's user"));
        }
        return first(chain, SshException.class)
                .filter(e -> oneLine(e).contains("No more authentication methods"))
                .map(e -> new Reason(
                        "the server accepts none of the ssh keys of the agent's user",
                        "put a key into ~/.ssh that it accepts and that needs no passphrase"));
    }

    private Optional<Reason> byProtocol(List<Throwable> chain) {
        return first(chain, NoRemoteRepositoryException.class)
                .map(e -> new Reason("there is no git repository", "check the URL, and that the account may read it"))
                .or(() -> status == 200
                        ? Optional.of(new Reason(
                                "it does not answer like a git repository (" + oneLine(last(chain)) + ")", CHECK_URL))
                        : Optional.empty());
    }

    private Reason unknown(List<Throwable> chain) {
        return new Reason(oneLine(last(chain)), "check the URL, the server and the free space");
    }

    private static <T extends Throwable> Optional<T> first(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = thrown; each != null && chain.size() < LONGEST_CHAIN; each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }

    private static Throwable last(List<Throwable> chain) {
        return chain.get(chain.size() - 1);
    }

    private static String oneLine(Throwable thrown) {
        String message = thrown.getMessage() == null ? "" : thrown.getMessage();
        return message.lines().findFirst().orElse(thrown.getClass().getSimpleName());
    }
}
