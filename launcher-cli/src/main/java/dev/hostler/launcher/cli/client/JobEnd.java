package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Waits for the result of a job whose log is over: the log is whole a moment before the result is told. */
final class JobEnd {
    private static final long SOON_MILLIS = 2;
    private static final long LATER_MILLIS = 50;

    private JobEnd() {}

    /** Returns the result of the job at a path. */
    static JsonNode await(Server server, String path) throws InterruptedException {
        JsonNode result = server.get(path).path("result");
        for (long pause = SOON_MILLIS; !result.isObject(); pause = Math.min(2 * pause, LATER_MILLIS)) {
            Thread.sleep(pause);
            result = server.get(path).path("result");
        }
        return result;
    }
}
