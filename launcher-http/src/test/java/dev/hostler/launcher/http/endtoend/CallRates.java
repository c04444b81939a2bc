package dev.hostler.launcher.http.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Prints how many jobs the main API gets done with 1, 4 and 8 callers, in turns with {@code docker run --rm} and with raw
 * calls of the Engine API, and how soon {@code /health} answers meanwhile: {@code CallRates JOBS TURNS}. Then four jobs of two
 * seconds in four slots. The system property {@code hostler.jar} names the program.
 */
final class CallRates {
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final int SLOTS = 8;

    private final AtomicLong ids = new AtomicLong();
    private final int jobs;
    private final int turns;

    private CallRates(int jobs, int turns) {
        this.jobs = jobs;
        this.turns = turns;
    }

    /** Something that is done again and again. */
    private interface Work {
        void once() throws Exception;
    }

    /** How long each took, and all together. */
    private static final class Times {
        private final List<Long> each = Collections.synchronizedList(new ArrayList<>());
        private long all;

        double rate() {
            return each.size() * 1e9 / all;
        }

        long percentile(int percent) {
            List<Long> sorted = each.stream().sorted().toList();
            return sorted.get((sorted.size() - 1) * percent / 100) / NANOS_A_MILLI;
        }

        @Override
        public String toString() {
            return String.format(
                    "%5.2f a second, p50 %5d ms, p95 %5d ms, most %5d ms",
                    rate(), percentile(50), percentile(95), percentile(100));
        }
    }

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("hostler-bench");
        try {
            GrytImage.require(directory);
            new CallRates(Integer.parseInt(args[0]), Integer.parseInt(args[1])).run(directory);
        } finally {
            remove(directory);
        }
    }

    private void run(Path directory) throws Exception {
        System.out.println("load: " + Files.readString(Path.of("/proc/loadavg")).strip());
        try (AgentRun agent = start(directory, SLOTS)) {
            Caller caller = new Caller(agent);
            execute(caller, "true");
            Times health = new Times();
            ExecutorService watcher = Executors.newSingleThreadExecutor();
            watcher.execute(() -> watch(caller, health));
            for (int callers : new int[] {1, 4, 8}) {
                print(callers, compare(caller, callers));
            }
            watcher.shutdownNow();
            System.out.println("GET /health meanwhile: " + health);
        }
        try (AgentRun agent = start(directory, 4)) {
            Caller caller = new Caller(agent);
            execute(caller, "true");
            Times four = new Times();
            inTurn(4, 4, () -> execute(caller, "sleep 2"), four);
            System.out.println("four jobs of 2 s in four slots: " + four.all / NANOS_A_MILLI + " ms");
        }
    }

    private static AgentRun start(Path directory, int slots) throws IOException {
        Map<String, String> variables = Map.of(
                "HOSTLER_DATA_DIR",
                directory.resolve("data-" + slots).toString(),
                "HOSTLER_SLOTS",
                String.valueOf(slots),
                "AGENT_API_KEY",
                Caller.KEY,
                "AGENT_HOST",
                "127.0.0.1",
                "GRYT_DOCKER_IMAGE",
                GrytImage.NAME);
        return AgentRun.start(directory, variables).awaitServing();
    }

    private void execute(Caller caller, String script) throws Exception {
        Caller.Reply reply = caller.execute(Caller.job(ids.incrementAndGet(), script));
        if (!reply.body().path("success").asBoolean()) {
            throw new IOException("a job has not succeeded: " + reply);
        }
    }

    private Map<String, Times> compare(Caller caller, int callers) throws Exception {
        Map<String, Work> ways = new LinkedHashMap<>();
        ways.put("POST /jobs/execute", () -> execute(caller, "true"));
        ways.put("docker run --rm", () -> Commands.run("docker", "run", "--rm", GrytImage.NAME, "true"));
        ways.put("raw API", () -> RawEngine.runContainer(GrytImage.NAME));
        Map<String, Times> times = new LinkedHashMap<>();
        for (int turn = 0; turn < turns; turn++) {
            for (Map.Entry<String, Work> way : ways.entrySet()) {
                inTurn(callers, jobs, way.getValue(), times.computeIfAbsent(way.getKey(), name -> new Times()));
            }
        }
        return times;
    }

    /** Does work a number of times, by several at once. */
    private static void inTurn(int callers, int number, Work work, Times times) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long start = System.nanoTime();
            List<Future<Object>> all = threads.invokeAll(Collections.nCopies(number, () -> {
                long begin = System.nanoTime();
                work.once();
                times.each.add(System.nanoTime() - begin);
                return work;
            }));
            times.all += System.nanoTime() - start;
            for (Future<Object> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void watch(Caller caller, Times health) {
        try {
            while (true) {
                long begin = System.nanoTime();
                caller.get("/health");
                health.each.add(System.nanoTime() - begin);
                health.all += System.nanoTime() - begin;
                Thread.sleep(20);
            }
        } catch (Exception closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(int callers, Map<String, Times> times) {
        times.forEach((name, one) -> System.out.printf("%d callers, %-18s  %s%n", callers, name, one));
        double own = times.get("POST /jobs/execute").rate();
        System.out.printf(
                "%d callers: %.2f of docker run, %.2f of the raw API%n",
                callers,
                own / times.get("docker run --rm").rate(),
                own / times.get("raw API").rate());
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
