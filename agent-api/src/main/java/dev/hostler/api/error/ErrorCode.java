package dev.hostler.api.error;

import dev.hostler.api.meta.Experimental;

/** Why something could not be done, or ended badly; each code belongs to one {@link Category}. Immutable. */
@Experimental
public enum ErrorCode {
    /** The input is wrong: a field is missing, malformed or contradicts another. */
    INVALID_INPUT(Category.USER),
    /** The same id was used before for something else. */
    CONFLICT(Category.USER),
    /** Nothing has this id. */
    NOT_FOUND(Category.USER),
    /** The admission policy refuses it. */
    POLICY_DENIED(Category.USER),
    /** A step of the job ended with an exit code other than 0. */
    STEP_FAILED(Category.USER),
    /** The job or one of its steps ran longer than allowed. */
    TIMEOUT(Category.USER),
    /** Somebody asked for the end of it. */
    CANCELLED(Category.USER),
    /** The job wrote more output than it may. */
    OUTPUT_LIMIT(Category.USER),
    /** A step or the whole sandbox was ended because it reached its memory limit. */
    MEMORY_LIMIT(Category.USER),
    /** The job kept more in its workspace and home directory than it may. */
    WORKSPACE_LIMIT(Category.USER),
    /** The job changed what belongs to the supervisor, so that nothing it reports can be believed. */
    SANDBOX_TAMPERED(Category.USER),
    /** The registry has no such image. */
    IMAGE_NOT_FOUND(Category.USER),
    /** The registry refuses the login, or that there is none. */
    IMAGE_DENIED(Category.USER),
    /** No room: slots, queue, memory or disk. */
    NO_CAPACITY(Category.RESOURCES),
    /** A port of the host is used by something else. */
    PORT_IN_USE(Category.USER),
    /** The workload has ended with an exit code other than 0. */
    EXITED(Category.USER),
    /** The workload fails its health check. */
    UNHEALTHY(Category.USER),
    /** The image can't be had for another reason, or can't run a step. */
    IMAGE_UNAVAILABLE(Category.EXTERNAL),
    /** The repository or the ref can't be had. */
    SOURCE_UNAVAILABLE(Category.EXTERNAL),
    /** A runtime or executor does not answer, or is not there. */
    RUNTIME_UNAVAILABLE(Category.EXTERNAL),
    /** The sandbox ended while a step ran in it; whether the step was finished can't be known. */
    SANDBOX_LOST(Category.EXTERNAL),
    /** The agent's own state can't be read or written. */
    STATE_UNAVAILABLE(Category.EXTERNAL),
    /** The agent is closing or drained and takes no new work. */
    NOT_ACCEPTING(Category.RESOURCES),
    /** A defect of Hostler. */
    INTERNAL(Category.INTERNAL);

    /** Whose turn it is. */
    @Experimental
    public enum Category {
        /** The caller's: change the request. */
        USER,
        /** Nobody's: wait, or give the agent more room. */
        RESOURCES,
        /** The operator's: something outside the agent is missing. */
        EXTERNAL,
        /** Ours: report a defect. */
        INTERNAL
    }

    private final Category category;

    ErrorCode(Category category) {
        this.category = category;
    }

    /** Returns whose turn it is. */
    public Category category() {
        return category;
    }
}
