package dev.hostler.launcher.cli;

import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobResult;
import java.io.PrintStream;

/** Speaks to a program: one JSON object on stdout, everything else on stderr. */
final class JsonRendering implements Rendering {
    private final Lines out;
    private final Lines err;

    JsonRendering(PrintStream out, PrintStream err) {
        this.out = new Lines(out);
        this.err = new Lines(err);
    }

    @Override
    public boolean line(String text) {
        return err.print(text);
    }

    @Override
    public void notice(String text) {
        err.message(text);
    }

    @Override
    public void result(JobResult result) {
        result.failure().ifPresent(failure -> err.message(failure.message()));
        out.print(ResultJson.of(result));
    }

    @Override
    public void failure(Failure failure) {
        err.message(failure.message());
        out.print(ResultJson.of(failure));
    }
}
