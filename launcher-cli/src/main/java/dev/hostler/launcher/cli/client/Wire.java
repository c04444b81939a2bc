package dev.hostler.launcher.cli.client;

import java.io.IOException;

/** A way to a server that speaks HTTP. Thread-safe. */
interface Wire {
    /** Sends a request, and waits for the head of its answer. */
    Reply send(Order order) throws IOException, InterruptedException;
}
