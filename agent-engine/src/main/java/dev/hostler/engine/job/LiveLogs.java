package dev.hostler.engine.job;

import dev.hostler.api.job.JobKey;
import dev.hostler.engine.log.JobLog;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The logs of a job that has no result yet. Thread-safe for readers; only the job's runner writes.
 *
 * @param main the job's log
 * @param errors the log of its steps' standard error, if that is kept apart
 */
record LiveLogs(JobLog main, Optional<JobLog> errors) {
    static LiveLogs create(JobRooms rooms, JobKey job, boolean errorsApart) {
        JobLog main = rooms.logs().create(job);
        try {
            return new LiveLogs(
                    main, errorsApart ? Optional.of(rooms.errorLogs().create(job)) : Optional.empty());
        } catch (RuntimeException refused) {
            main.letGo();
            throw refused;
        }
    }

    static LiveLogs resume(JobRooms rooms, JobKey job, boolean errorsApart) {
        return new LiveLogs(
                rooms.logs().resume(job),
                errorsApart ? Optional.of(rooms.errorLogs().resume(job)) : Optional.empty());
    }

    /** Removes what was created for a job that was not accepted. */
    void delete(JobRooms rooms, JobKey job) {
        letGo();
        rooms.logs().delete(job);
        rooms.errorLogs().delete(job);
    }

    void whenFull(BooleanSupplier wait) {
        main.whenFull(wait);
        errors.ifPresent(log -> log.whenFull(wait));
    }

    void sync() {
        main.sync();
        errors.ifPresent(JobLog::sync);
    }

    void complete() {
        try {
            main.complete();
        } finally {
            errors.ifPresent(JobLog::complete);
        }
    }

    void letGo() {
        try {
            main.letGo();
        } finally {
            errors.ifPresent(JobLog::letGo);
        }
    }
}
