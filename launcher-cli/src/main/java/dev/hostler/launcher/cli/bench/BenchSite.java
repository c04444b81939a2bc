package dev.hostler.launcher.cli.bench;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All that a bench makes on its host: a directory, an agent in it, containers. Thread-safe: it is closed once, by whoever
 * comes first, its command or the end of the process.
 */
final class BenchSite implements AutoCloseable {
    private final Path socket;
    private final Path directory;
    private final BenchAgent agent;
    private final Thread hook = new Thread(this::leaveNothing, "hostler-bench-stop");
    private boolean closed;

    private BenchSite(Path socket, Path directory, BenchAgent agent) {
        this.socket = socket;
        this.directory = directory;
        this.agent = agent;
    }

    static BenchSite open(BenchPlan plan, Path socket, Function<AgentConfig, Agent> agents) throws IOException {
        Path directory = Files.createTempDirectory("hostler-bench-");
        try {
            BenchAgent agent = new BenchAgent(plan, socket, directory.resolve("data"), agents);
            BenchSite site = new BenchSite(socket, directory, agent);
            Runtime.getRuntime().addShutdownHook(site.hook);
            return site;
        } catch (RuntimeException e) {
            remove(directory);
            throw e;
        }
    }

    Path socket() {
        return socket;
    }

    Path directory() {
        return directory;
    }

    BenchAgent agent() {
        return agent;
    }

    /** Ends jobs and containers, and removes the directory. Idempotent. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs already, or will; the second of the two finds nothing to do.
        }
        leave();
    }

    private void leaveNothing() {
        try {
            leave();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void leave() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        agent.close();
        try {
            RawContainer.removeAll(socket);
        } finally {
            remove(directory);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(BenchSite::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
