package dev.hostler.launcher.http.v1.event;

import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of events: {@code RUN.NUMBER}. The agent numbers its events anew in each run; the run in the id tells whose number
 * it is, so that a client that comes back to another run does not miss events without a word. Immutable.
 */
final class EventIds {
    /** A number that is given to no event: whoever asks for what follows it is told that events are missed. */
    private static final long NEVER = Long.MAX_VALUE;

    private static final Pattern ID = Pattern.compile("(?:([0-9a-f]{1,16})\\.)?(\\d{1,18})");

    private final String run;

    private EventIds(String run) {
        this.run = run;
    }

    static EventIds ofThisRun() {
        return new EventIds(UUID.randomUUID().toString().substring(0, 8));
    }

    String of(long sequence) {
        return run + "." + sequence;
    }

    /**
     * Returns the number of an id; of one of another run, a number that no event has. A number alone is one of this run.
     *
     * @param field where it was given
     */
    long sequence(String field, String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw FieldRefusal.of(field, "it is no id of an event", "give one that an event had, or 0 for all");
        }
        boolean here = matcher.group(1) == null || run.equals(matcher.group(1));
        return here ? Long.parseLong(matcher.group(2)) : NEVER;
    }
}
