package dev.hostler.launcher.cli.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One container by raw calls: create, start, wait, remove. Confined to one thread. */
final class RawContainer implements AutoCloseable {
    /** Its value is the number of the bench's process. */
    static final String LABEL = "dev.hostler.bench";

    private static final Pattern ID = Pattern.compile("\"Id\"\\s*:\\s*\"([0-9a-f]{12,64})\"");
    private static final long NANO = 1_000_000_000L;

    private final EngineSocket engine;
    private final String settings;

    /**
     * Connects; makes nothing yet.
     *
     * @param settings what the engine is asked to create
     */
    RawContainer(Path socket, String settings) throws IOException {
        this.engine = EngineSocket.connect(socket);
        this.settings = settings;
    }

    /** Returns what the least container is created of that has a job's limits. */
    static String plain(BenchPlan plan, boolean network) {
        return String.format(
                Locale.ROOT,
                "{\"Image\":\"%s\",\"Entrypoint\":[\"sh\",\"-c\"],\"Cmd\":[\"echo hostler-bench\"],\"Labels\":{\"%s\":\"%d\"},"
                        + "\"HostConfig\":{\"NetworkMode\":\"%s\",\"NanoCpus\":%d,\"Memory\":%d,\"MemorySwap\":%d,"
                        + "\"PidsLimit\":4096,\"LogConfig\":{\"Type\":\"none\"}}}",
                plan.image(),
                LABEL,
                ProcessHandle.current().pid(),
                network ? "default" : "none",
                (long) (BenchPlan.CPUS * NANO),
                BenchPlan.MEMORY,
                BenchPlan.MEMORY);
    }

    /** Runs one from its creation to its removal; returns the nanoseconds. */
    long run() throws IOException {
        long start = System.nanoTime();
        Matcher created = ID.matcher(engine.ask("POST", "/containers/create", settings));
        if (!created.find()) {
            throw new IOException("Docker names no container that it has created");
        }
        String container = "/containers/" + created.group(1);
        try {
            engine.ask("POST", container + "/start", "");
            engine.ask("POST", container + "/wait", "");
        } finally {
            engine.ask("DELETE", container + "?force=1&v=1", "");
        }
        return System.nanoTime() - start;
    }

    /**
     * Removes what a bench that was interrupted has left, its own containers only. Its callers may go on meanwhile, until
     * each finds that its container is gone; so this looks again until there is none.
     */
    static void removeAll(Path socket) throws IOException {
        String filter = "{\"label\":[\"" + LABEL + "=" + ProcessHandle.current().pid() + "\"]}";
        String list = "/containers/json?all=1&filters=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
        try (EngineSocket engine = EngineSocket.connect(socket)) {
            List<MatchResult> left =
                    ID.matcher(engine.ask("GET", list, "")).results().toList();
            while (!left.isEmpty()) {
                for (MatchResult found : left) {
                    engine.remove("/containers/" + found.group(1) + "?force=1&v=1");
                }
                left = ID.matcher(engine.ask("GET", list, "")).results().toList();
            }
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
