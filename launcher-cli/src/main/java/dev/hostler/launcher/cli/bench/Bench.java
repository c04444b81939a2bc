package dev.hostler.launcher.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Measures jobs next to the plain tools, on this host and in one run: what is compared takes turns, so that a load that
 * comes and goes meets all of it. Confined to one thread.
 */
final class Bench {
    private static final int STEPS = 100;
    private static final int WARM_UP = 10;

    /** How often {@link #begin} is called. */
    private static final int PARTS = 8;

    private final BenchPlan plan;
    private final Path socket;
    private final Path directory;
    private final BenchAgent agent;
    private final Consumer<String> progress;
    private final Report report;
    private int part;

    Bench(BenchPlan plan, BenchSite site, Consumer<String> progress, Report report) {
        this.plan = plan;
        this.socket = site.socket();
        this.directory = site.directory();
        this.agent = site.agent();
        this.progress = progress;
        this.report = report;
    }

    /** Something that is done many times. */
    @FunctionalInterface
    private interface Work {
        void once() throws IOException, InterruptedException;
    }

    /** Something that is started by one of several callers. */
    @FunctionalInterface
    private interface Caller {
        void call(AtomicInteger left) throws IOException, InterruptedException;
    }

    private void begin(String what) {
        part++;
        progress.accept(part + " of " + PARTS + ": " + what);
    }

    void run() throws IOException, InterruptedException {
        begin(WARM_UP + " jobs that do not count");
        repeat(WARM_UP, () -> agent.run(true, true));
        Samples dockerRun = single();
        Samples spaced = warm(dockerRun);
        steps();
        report.ratio("warm job, first line / docker run, end", spaced.median() / dockerRun.median());
        throughput(true);
        throughput(false);
        logs();
    }

    private static void repeat(int times, Work work) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            work.once();
        }
    }

    /** Alone, one after the other, in turns; returns how long {@code docker run} took. */
    private Samples single() throws IOException, InterruptedException {
        begin("raw API, docker run and cold jobs, " + plan.single() + " each");
        Samples dockerRun = new Samples();
        Samples dockerLine = new Samples();
        DockerRun docker = new DockerRun(socket, plan);
        try (Cold bridge = new Cold(true);
                Cold none = new Cold(false)) {
            for (int i = 0; i < plan.single(); i++) {
                bridge.turn();
                none.turn();
                DockerRun.Times times = docker.run();
                dockerRun.addNanos(times.end());
                dockerLine.addNanos(times.firstLine());
            }
            report.add("docker run, first line", "ms", dockerLine);
            report.add("docker run, end", "ms", dockerRun);
            bridge.tell();
            none.tell();
        }
        return dockerRun;
    }

    /** Cold jobs next to raw calls, in one network. */
    private final class Cold implements AutoCloseable {
        private final boolean network;
        private final RawContainer raw;
        private final Samples rawTimes = new Samples();
        private final Samples lines = new Samples();
        private final Samples stored = new Samples();
        private final Samples removed = new Samples();

        Cold(boolean network) throws IOException {
            this.network = network;
            this.raw = new RawContainer(socket, plan, network);
        }

        void turn() throws IOException, InterruptedException {
            rawTimes.addNanos(raw.run());
            BenchAgent.Times times = agent.run(network, true);
            lines.addNanos(times.firstLine());
            stored.addNanos(times.stored());
            removed.addNanos(times.removed());
        }

        void tell() {
            String where = network ? ", bridge" : ", no network";
            report.add("raw API, create to remove" + where, "ms", rawTimes);
            report.add("cold job, first line" + where, "ms", lines);
            report.add("cold job, result stored" + where, "ms", stored);
            report.add("cold job, sandbox removed" + where, "ms", removed);
            report.ratio("cold job, result stored / raw API" + where, stored.median() / rawTimes.median());
            report.ratio("cold job, sandbox removed / raw API" + where, removed.median() / rawTimes.median());
        }

        @Override
        public void close() throws IOException {
            raw.close();
        }
    }

    /** Jobs whose sandboxes stand ready, with a pause between them and without. */
    private Samples warm(Samples dockerRun) throws IOException, InterruptedException {
        begin(plan.jobs() + " warm jobs, one every " + plan.spacing().toMillis() + " ms");
        long before = agent.hits();
        Samples spaced = new Samples();
        for (int i = 0; i < plan.jobs(); i++) {
            long start = System.nanoTime();
            spaced.addNanos(agent.run(true, false).firstLine());
            long left = plan.spacing().toNanos() - (System.nanoTime() - start);
            Thread.sleep(Math.max(0, left / 1_000_000));
        }
        report.add("warm job, first line, with pauses", "ms", spaced);
        report.ratio("warm jobs with pauses, hit rate", (double) (agent.hits() - before) / plan.jobs());

        begin(plan.jobs() + " warm jobs, one after the other");
        before = agent.hits();
        Samples dense = new Samples();
        repeat(plan.jobs(), () -> dense.addNanos(agent.run(true, false).firstLine()));
        report.add("warm job, first line, without pauses", "ms", dense);
        report.ratio("warm jobs without pauses, hit rate", (double) (agent.hits() - before) / plan.jobs());
        report.ratio("warm job without pauses, first line / docker run, end", dense.median() / dockerRun.median());
        return spaced;
    }

    private void steps() throws IOException, InterruptedException {
        begin(plan.turns() + " jobs of " + STEPS + " steps");
        Samples steps = new Samples();
        repeat(plan.turns(), () -> agent.steps(STEPS, steps));
        report.add("step of a job", "ms", steps);
    }

    /** Many callers at one time, in turns with the raw API. */
    private void throughput(boolean network) throws IOException, InterruptedException {
        String where = network ? ", bridge" : ", no network";
        begin(plan.callers() + " callers, " + plan.batch() + " each turn" + where);
        Samples raw = new Samples();
        Samples jobs = new Samples();
        Samples ratios = new Samples();
        for (int turn = 0; turn < plan.turns(); turn++) {
            double rawRate = rate(left -> rawCaller(left, network));
            double jobRate = rate(left -> {
                while (left.getAndDecrement() > 0) {
                    agent.run(network, false);
                }
            });
            raw.add(rawRate);
            jobs.add(jobRate);
            ratios.add(jobRate / rawRate);
        }
        report.add("raw API, " + plan.callers() + " callers" + where, "1/s", raw);
        report.add("jobs, " + plan.callers() + " callers" + where, "1/s", jobs);
        report.ratio("jobs / raw API, " + plan.callers() + " callers" + where, ratios.median());
    }

    private void rawCaller(AtomicInteger left, boolean network) throws IOException {
        try (RawContainer raw = new RawContainer(socket, plan, network)) {
            while (left.getAndDecrement() > 0) {
                raw.run();
            }
        }
    }

    /** Returns how much work so many callers do in a second. */
    private double rate(Caller caller) throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(plan.batch());
        long start = System.nanoTime();
        Callers.run(plan.callers(), () -> caller.call(left));
        return plan.batch() / ((System.nanoTime() - start) / 1e9);
    }

    /** Much output, in turns with {@code docker run} into a file. */
    private void logs() throws IOException, InterruptedException {
        begin("output of " + plan.megabytes() + " MB");
        String script = "yes 'a line of output that is about as long as lines of output are in most logs of builds'"
                + " | head -c " + plan.megabytes() * 1_000_000L;
        Samples docker = new Samples();
        Samples plain = new Samples();
        Samples masked = new Samples();
        Path file = directory.resolve("output");
        for (int turn = 0; turn < plan.turns(); turn++) {
            docker.add(perSecond(new DockerRun(socket, plan).print(script, file)));
            Files.delete(file);
            plain.add(perSecond(agent.print(script, false)));
            masked.add(perSecond(agent.print(script, true)));
        }
        report.add("docker run, output into a file", "MB/s", docker);
        report.add("job, output into its log", "MB/s", plain);
        report.add("job, output into its log, 50 secrets", "MB/s", masked);
        report.ratio("output of a job / of docker run", plain.median() / docker.median());
        report.ratio("output of a job with 50 secrets / of docker run", masked.median() / docker.median());
    }

    private double perSecond(long nanos) {
        return plan.megabytes() / (nanos / 1e9);
    }
}
