package dev.hostler.engine.state;

/**
 * Why a job that lost its sandbox waits for a slot once more. Immutable.
 *
 * @param times how often it is run again by now, this time included; from 1
 * @param cause what became of the sandbox, for people
 * @param logOffset how long the job's log is up to here
 */
public record Rerun(int times, String cause, long logOffset) {}
