package dev.hostler.launcher.http.server;

import dev.hostler.api.error.AgentException;

/** How a protocol words what goes wrong before a request has come to its endpoint, or in it. Thread-safe. */
public interface Dialect {
    /**
     * The server has refused the request before it had a route.
     *
     * @param status why, as a status of HTTP
     */
    Answer refused(int status);

    /** The path is unknown. */
    Answer notFound();

    /** The path is known, the method is not. */
    Answer wrongMethod();

    /** The request brings no key. */
    Answer missingKey();

    /** The key is not one of ours. */
    Answer wrongKey();

    /** The agent has no key, so that no request can bring the right one. */
    Answer noKeySet();

    /**
     * The body is larger than allowed.
     *
     * @param limit how many bytes it may have
     */
    Answer tooLarge(long limit);

    /** The agent could not serve the call. */
    Answer failed(AgentException refused);

    /** A defect, which was logged. */
    Answer defect();
}
