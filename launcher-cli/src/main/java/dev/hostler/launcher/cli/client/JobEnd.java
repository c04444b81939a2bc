package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Waits for the result of a job whose log is over: the log is whole a moment before the result is told. */
final class JobEnd {
    /** Shorter than any answer may take. */
    private static final String WAIT = "?wait=30s";

    private JobEnd() {}

    /** Returns the result of the job at a path. */
    static JsonNode await(Server server, String path) throws InterruptedException {
        JsonNode result = server.get(path + WAIT).path("result");
        while (!result.isObject()) {
            result = server.get(path + WAIT).path("result");
        }
        return result;
    }
}
