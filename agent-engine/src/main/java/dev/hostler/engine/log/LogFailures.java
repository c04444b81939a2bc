package dev.hostler.engine.log;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobKey;
import dev.hostler.engine.state.PrivateFiles;
import java.io.IOException;

/** What goes wrong with a log, in words. */
final class LogFailures {
    private LogFailures() {}

    static AgentException unwritable(JobKey job, IOException cause) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "write log",
                        job.toString(),
                        PrivateFiles.reason(cause),
                        "check the disk's free space; what was written before can be read, more is not taken")
                .toException(cause);
    }

    static AgentException unreadable(JobKey job, IOException cause) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "read log",
                        job.toString(),
                        PrivateFiles.reason(cause),
                        "look whether its file is still in the data directory")
                .toException(cause);
    }

    static AgentException missing(JobKey job) {
        return Failure.cannot(
                        ErrorCode.NOT_FOUND,
                        "read log",
                        job.toString(),
                        "there is none",
                        "check the job's id; logs of old jobs are removed")
                .toException();
    }

    static AgentException negative(JobKey job, long offset) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "read log",
                        job.toString(),
                        "offset " + offset + " is before its beginning",
                        "give 0, or where the last line read said that the next one starts")
                .toException();
    }

    static AgentException defect(JobKey job, String cause) {
        return Failure.cannot(ErrorCode.INTERNAL, "write log", job.toString(), cause, "report this defect")
                .toException();
    }
}
