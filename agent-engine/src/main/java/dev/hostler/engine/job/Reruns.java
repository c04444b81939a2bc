package dev.hostler.engine.job;

import dev.hostler.engine.state.Rerun;
import java.util.Optional;

/** When a job that lost its sandbox is run again from its start. */
final class Reruns {
    /** How often one job is run again; a job that loses every sandbox may be what ends them. */
    static final int MOST = 3;

    private Reruns() {}

    /** Returns why the job is to be run again, if it is: it says that it can stand that, and nobody wants its end. */
    static Optional<String> cause(LiveJob job, Verdict verdict) {
        boolean wanted = job.spec().rerunWhenLost() && !job.stop().isCancelled();
        return wanted && timesSoFar(job) < MOST ? verdict.lostBy() : Optional.empty();
    }

    /** Describes the next run, of a log that is whole up to its present end. */
    static Rerun next(LiveJob job, String cause) {
        return new Rerun(timesSoFar(job) + 1, cause, job.log().size());
    }

    /** Returns the line that a new run begins with, if it is one. */
    static Optional<String> firstLine(LiveJob job) {
        long begin = job.rerun().map(Rerun::logOffset).orElse(0L);
        if (job.log().size() > begin) {
            return Optional.of("begun again: the agent was restarted before the first step");
        }
        return job.rerun()
                .map(rerun -> "run again, " + rerun.times() + " of at most " + MOST + " times: " + rerun.cause());
    }

    private static int timesSoFar(LiveJob job) {
        return job.rerun().map(Rerun::times).orElse(0);
    }
}
