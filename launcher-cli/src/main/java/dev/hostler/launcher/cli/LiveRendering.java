package dev.hostler.launcher.cli;

import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobResult;

/** Speaks to people at a terminal: like {@link TextRendering}, with the job's state at the bottom while it runs. */
final class LiveRendering implements Rendering {
    private final StatusArea area;
    private final TextRendering text;
    private final JobProgress progress = new JobProgress(System::nanoTime);

    LiveRendering(Invocation invocation) {
        this.area = new StatusArea(new Lines(invocation.out()));
        this.text = new TextRendering(invocation.out(), invocation.err());
    }

    @Override
    public boolean line(String line) {
        return area.line(line);
    }

    @Override
    public void notice(String line) {
        area.aside(() -> text.notice(line));
    }

    @Override
    public void result(JobResult result) {
        area.close();
        text.result(result);
    }

    @Override
    public void failure(Failure failure) {
        area.close();
        text.failure(failure);
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public LiveView view() {
        return LiveView.start(progress, area);
    }
}
