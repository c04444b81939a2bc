package dev.hostler.launcher.cli.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Jobs that find no sandbox, next to raw calls, in one network, each alone and in turns. Confined to one thread. */
final class ColdJobs implements AutoCloseable {
    private final BenchAgent agent;
    private final RawSettings settings;
    private final RawContainer plain;
    private final RawContainer alike;
    private final Samples plainTimes = new Samples();
    private final Samples alikeTimes = new Samples();
    private final Samples lines = new Samples();
    private final Samples stored = new Samples();
    private final Samples removed = new Samples();

    ColdJobs(BenchAgent agent, Path socket, RawSettings settings) throws IOException {
        this.agent = agent;
        this.settings = settings;
        this.plain = new RawContainer(socket, settings.plain());
        this.alike = new RawContainer(socket, settings.alike());
    }

    /** Does each once. */
    void turn() throws IOException, InterruptedException {
        plainTimes.addNanos(plain.run());
        alikeTimes.addNanos(alike.run());
        BenchAgent.Times times = agent.run(settings.network(), true);
        lines.addNanos(times.firstLine());
        stored.addNanos(times.stored());
        removed.addNanos(times.removed());
    }

    void tell(Report report) {
        String where = settings.where();
        report.add("raw API, create to remove" + where, "ms", plainTimes);
        report.add("raw API, a job's settings" + where, "ms", alikeTimes);
        report.add("cold job, first line" + where, "ms", lines);
        report.add("cold job, result stored" + where, "ms", stored);
        report.add("cold job, sandbox removed" + where, "ms", removed);
        compare(report, "cold job, result stored", stored);
        compare(report, "cold job, sandbox removed", removed);
        report.ratio("raw API, a job's settings / raw API" + where, alikeTimes.median() / plainTimes.median());
    }

    private void compare(Report report, String what, Samples job) {
        report.ratio(what + " / raw API" + settings.where(), job.median() / plainTimes.median());
        report.ratio(what + " / raw API, a job's settings" + settings.where(), job.median() / alikeTimes.median());
    }

    @Override
    public void close() throws IOException {
        try (plain) {
            alike.close();
        }
    }
}
