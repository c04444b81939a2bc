package dev.hostler.api.node;

import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Experimental;

/**
 * What an examination of the host has found about one thing. Immutable.
 *
 * @param subject what was looked at, in a word or two
 * @param level how bad it is
 * @param text what was found, in one line without a full stop
 * @param remedy what to do about it; empty if nothing is amiss
 */
@Experimental
public record Finding(String subject, Level level, String text, String remedy) {
    /** How bad it is. */
    @Experimental
    public enum Level {
        /** As it should be. */
        OK,
        /** Some work can't be done here, or not as well. */
        WARNING,
        /** The agent can't start, or can't do its work. */
        PROBLEM
    }

    /** Something as it should be. */
    public static Finding ok(String subject, String text) {
        return new Finding(subject, Level.OK, text, "");
    }

    /** Something without which the agent can do less. */
    public static Finding warning(String subject, String text, String remedy) {
        return new Finding(subject, Level.WARNING, text, remedy);
    }

    /** Something that has to be repaired first. */
    public static Finding problem(String subject, String text, String remedy) {
        return new Finding(subject, Level.PROBLEM, text, remedy);
    }

    /** What a failure says, as a finding. */
    public static Finding of(String subject, Level level, Failure failure) {
        return split(subject, level, failure.message());
    }

    /** Takes a line apart that ends with its remedy, behind the first semicolon. */
    public static Finding split(String subject, Level level, String line) {
        int end = line.indexOf("; ");
        return end < 0
                ? new Finding(subject, level, line, "")
                : new Finding(subject, level, line.substring(0, end), line.substring(end + 2));
    }
}
