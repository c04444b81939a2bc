package dev.hostler.engine.state;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobKey;
import java.nio.file.Path;

/** What goes wrong with a store, in words. */
final class StateFailures {
    private static final String RESTORE =
            "restore it from a backup, or move it away to start with an empty store; nothing was changed";

    private StateFailures() {}

    static Failure damaged(Path database, String cause) {
        return unavailable("open state", database, cause, RESTORE);
    }

    static Failure foreign(Path database) {
        return unavailable("open state", database, "it is another program's database", "choose another data directory");
    }

    static Failure newer(Path database, int found, int known) {
        return unavailable(
                "open state",
                database,
                "a newer agent wrote it (schema " + found + ", this agent knows " + known + ")",
                "start that version, or choose another data directory");
    }

    static Failure withoutNativePart(Path database, Throwable cause) {
        return unavailable(
                "open state",
                database,
                "SQLite's native library does not load (" + firstLine(cause) + ")",
                "run on a platform that sqlite-jdbc supports, and set -Dorg.sqlite.tmpdir to a directory without noexec"
                        + " that this user can write");
    }

    static Failure unreachable(String attempt, Path database, String cause) {
        return unavailable(attempt, database, cause, "check the disk: free space, permissions, errors");
    }

    static Failure closed(Path database) {
        return unavailable("use state", database, "it is closed", "start the agent again");
    }

    static Failure broken(Path database) {
        return unavailable(
                "use state",
                database,
                "an earlier write failed, and what is on the disk is uncertain",
                "check the disk, then start the agent again");
    }

    static AgentException unknownJob(JobKey job) {
        return Failure.cannot(
                        ErrorCode.NOT_FOUND,
                        "store job",
                        job.toString(),
                        "no job of this id was accepted",
                        "submit it first")
                .toException();
    }

    static AgentException conflict(JobKey job) {
        return Failure.cannot(
                        ErrorCode.CONFLICT,
                        "accept job",
                        job.toString(),
                        "this id was used for a job with another spec",
                        "choose another id")
                .toException();
    }

    static AgentException strangeResult(JobKey job, JobKey other) {
        return Failure.cannot(
                        ErrorCode.INTERNAL,
                        "finish job",
                        job.toString(),
                        "the result is of job " + other,
                        "report this defect")
                .toException();
    }

    private static Failure unavailable(String attempt, Path database, String cause, String remedy) {
        return Failure.cannot(ErrorCode.STATE_UNAVAILABLE, attempt, database.toString(), cause, remedy);
    }

    static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
