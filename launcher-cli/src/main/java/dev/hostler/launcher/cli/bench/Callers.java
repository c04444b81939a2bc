package dev.hostler.launcher.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that do the same. Thread-safe. */
final class Callers {
    private Callers() {}

    /** Something that fails. */
    @FunctionalInterface
    interface Body {
        void run() throws IOException, InterruptedException;
    }

    /** Runs a body on so many threads at one time, and waits for all; what one of them throws is thrown. */
    static void run(int count, Body body) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Boolean>> bodies = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                bodies.add(() -> {
                    body.run();
                    return true;
                });
            }
            for (Future<Boolean> caller : threads.invokeAll(bodies)) {
                caller.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a caller failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
