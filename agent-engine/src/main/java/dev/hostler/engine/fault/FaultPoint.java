package dev.hostler.engine.fault;

/**
 * The hops of a job's way, in their order: between two of them, what the next agent finds after a crash does not
 * change. Points of steps are passed once for each step.
 */
public enum FaultPoint {
    /** Its log is there, and nothing stored. */
    QUEUE_COMMIT_BEGINS,
    /** It is stored as queued; nobody knows yet. */
    QUEUE_COMMITTED,
    /** It has a slot. */
    SLOT_TAKEN,
    /** Its directories are made. */
    DIRECTORIES_MADE,
    /** Its sources are in the workspace. */
    CHECKED_OUT,
    /** Its plan is made and its caches are restored. */
    CACHES_RESTORED,
    /** Its sandbox stands, and only its directories tell of it. */
    SANDBOX_OPENED,
    /** The supervisor listens. */
    SANDBOX_READY,
    /** The hand-over is about to be stored. */
    HAND_OVER_COMMIT_BEGINS,
    /** The hand-over is stored. */
    HAND_OVER_COMMITTED,
    /** The journal says that the step starts. */
    STEP_NOTED,
    /** The step's script is where the supervisor can take it up. */
    STEP_OFFERED,
    /** The supervisor was seen to have taken it up. */
    STEP_STARTED,
    /** Its exit code was seen. */
    STEP_ENDED,
    /** The journal says how it ended. */
    STEP_RECORDED,
    /** Artifacts and caches are kept. */
    FILES_KEPT,
    /** The log is whole and synced. */
    LOG_SYNCED,
    /** The result is about to be stored. */
    RESULT_COMMIT_BEGINS,
    /** The result is stored; nobody knows yet. */
    RESULT_COMMITTED,
    /** Readers of the log were told its end. */
    LOG_COMPLETED,
    /** The sandbox is gone. */
    SANDBOX_DESTROYED,
    /** The directories are gone. */
    DIRECTORIES_REMOVED,
    /** The slot is free again. */
    SLOT_RELEASED,

    /** Somebody cancels the job, and nothing of it is stored. */
    CANCEL_COMMIT_BEGINS,
    /** The wish to cancel is stored, and not acted upon yet. */
    CANCEL_COMMITTED,

    /** The sandbox is lost and ended, and the job is about to be queued again. */
    RERUN_COMMIT_BEGINS,
    /** The job is queued again, and its first directories are still there. */
    RERUN_COMMITTED
}
