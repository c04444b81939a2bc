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

    /** As many of a kind come before sandboxes of that kind stand ready. */
    private static final int FIRST_OF_KIND = 2;

    private final BenchPlan plan;
    private final BenchSite site;
    private final Path socket;
    private final Path directory;
    private final BenchAgent agent;
    private final Consumer<String> progress;
    private final Report report;
    private int part;

    Bench(BenchPlan plan, BenchSite site, Consumer<String> progress, Report report) {
        this.plan = plan;
        this.site = site;
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
        RawSettings bridge = RawSettings.of(plan, site, true);
        RawSettings none = RawSettings.of(plan, site, false);
        Samples dockerRun = single(bridge, none);
        Samples spaced = warm(dockerRun);
        steps();
        report.ratio("warm job, first line / docker run, end", spaced.median() / dockerRun.median());
        throughput(bridge);
        throughput(none);
        logs();
    }

    private static void repeat(int times, Work work) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            work.once();
        }
    }

    /** Alone, one after the other, in turns; returns how long {@code docker run} took. */
    private Samples single(RawSettings inBridge, RawSettings inNone) throws IOException, InterruptedException {
        begin("raw API, docker run and cold jobs, " + plan.single() + " each");
        Samples dockerRun = new Samples();
        Samples dockerLine = new Samples();
        DockerRun docker = new DockerRun(socket, plan);
        try (ColdJobs bridge = new ColdJobs(agent, socket, inBridge);
                ColdJobs none = new ColdJobs(agent, socket, inNone)) {
            for (int i = 0; i < plan.single(); i++) {
                bridge.turn();
                none.turn();
                DockerRun.Times times = docker.run();
                dockerRun.addNanos(times.end());
                dockerLine.addNanos(times.firstLine());
            }
            report.add("docker run, first line", "ms", dockerLine);
            report.add("docker run, end", "ms", dockerRun);
            bridge.tell(report);
            none.tell(report);
        }
        return dockerRun;
    }

    /** Jobs whose sandboxes stand ready, with a pause between them and without; the first of their kind do not count. */
    private Samples warm(Samples dockerRun) throws IOException, InterruptedException {
        begin(plan.jobs() + " warm jobs, one every " + plan.spacing().toMillis() + " ms");
        spaced(FIRST_OF_KIND, new Samples());
        long before = agent.hits();
        Samples spaced = new Samples();
        spaced(plan.jobs(), spaced);
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

    private void spaced(int count, Samples lines) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            lines.addNanos(agent.run(true, false).firstLine());
            long left = plan.spacing().toNanos() - (System.nanoTime() - start);
            Thread.sleep(Math.max(0, left / 1_000_000));
        }
    }

    private void steps() throws IOException, InterruptedException {
        begin(plan.turns() + " jobs of " + STEPS + " steps");
        Samples steps = new Samples();
        repeat(plan.turns(), () -> agent.steps(STEPS, steps));
        report.add("step of a job", "ms", steps);
    }

    /** Many callers at one time, in turns with the raw API. */
    private void throughput(RawSettings settings) throws IOException, InterruptedException {
        String where = ", " + plan.callers() + " callers" + settings.where();
        begin(plan.callers() + " callers, " + plan.batch() + " each turn" + settings.where());
        Samples plain = new Samples();
        Samples alike = new Samples();
        Samples jobs = new Samples();
        Samples toPlain = new Samples();
        Samples toAlike = new Samples();
        for (int turn = 0; turn < plan.turns(); turn++) {
            plain.add(rate(left -> rawCaller(left, settings.plain())));
            alike.add(rate(left -> rawCaller(left, settings.alike())));
            jobs.add(rate(left -> jobCaller(left, settings.network())));
            toPlain.add(jobs.latest() / plain.latest());
            toAlike.add(jobs.latest() / alike.latest());
        }
        report.add("raw API" + where, "1/s", plain);
        report.add("raw API, a job's settings" + where, "1/s", alike);
        report.add("jobs" + where, "1/s", jobs);
        report.ratio("jobs / raw API" + where, toPlain.median());
        report.ratio("jobs / raw API, a job's settings" + where, toAlike.median());
    }

    private void rawCaller(AtomicInteger left, String settings) throws IOException {
        try (RawContainer raw = new RawContainer(socket, settings)) {
            while (left.getAndDecrement() > 0) {
                raw.run();
            }
        }
    }

    private void jobCaller(AtomicInteger left, boolean network) throws IOException, InterruptedException {
        while (left.getAndDecrement() > 0) {
            agent.run(network, false);
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
