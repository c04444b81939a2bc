package dev.hostler.engine;

import dev.hostler.api.job.JobKey;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.metric.Metrics;
import dev.hostler.engine.state.CommitListener;
import dev.hostler.engine.state.CommitPoint;
import java.time.Duration;
import java.util.Map;

/**
 * Both sides of each durable write, as points on a job's way, and how long commits take.
 *
 * @param faults is told of the points
 * @param metrics gets the times
 */
record CommitNotices(FaultListener faults, Metrics metrics) implements CommitListener {
    @Override
    public void before(CommitPoint point, JobKey job) {
        faults.reached(begin(point), job);
    }

    @Override
    public void after(CommitPoint point, JobKey job) {
        faults.reached(end(point), job);
    }

    @Override
    public void committed(Duration took) {
        metrics.time("hostler.store.commit", Map.of(), took);
    }

    private static FaultPoint begin(CommitPoint point) {
        return switch (point) {
            case JOB_QUEUED -> FaultPoint.QUEUE_COMMIT_BEGINS;
            case JOB_HANDED_OVER -> FaultPoint.HAND_OVER_COMMIT_BEGINS;
            case JOB_FINISHED -> FaultPoint.RESULT_COMMIT_BEGINS;
            case JOB_CANCEL_ASKED -> FaultPoint.CANCEL_COMMIT_BEGINS;
            case JOB_QUEUED_AGAIN -> FaultPoint.RERUN_COMMIT_BEGINS;
        };
    }

    private static FaultPoint end(CommitPoint point) {
        return switch (point) {
            case JOB_QUEUED -> FaultPoint.QUEUE_COMMITTED;
            case JOB_HANDED_OVER -> FaultPoint.HAND_OVER_COMMITTED;
            case JOB_FINISHED -> FaultPoint.RESULT_COMMITTED;
            case JOB_CANCEL_ASKED -> FaultPoint.CANCEL_COMMITTED;
            case JOB_QUEUED_AGAIN -> FaultPoint.RERUN_COMMITTED;
        };
    }
}
