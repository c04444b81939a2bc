package dev.hostler.engine.pipeline;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;

/**
 * A place in a pipeline file that a message can point at. Immutable.
 *
 * @param file the file's name
 * @param line the line, from 1; 0 if it is not known
 * @param field the field's path, such as {@code steps[2].timeout}; empty for the file as a whole
 */
record Place(String file, int line, String field) {
    private static final int SHOWN = 60;
    private static final String CORRECT = "correct the file";

    static Place wholeFile(String file) {
        return new Place(file, 0, "");
    }

    Place atLine(int other) {
        return new Place(file, other, field);
    }

    AgentException expected(String expected, String found) {
        return refused("expected " + expected + ", found " + found, CORRECT);
    }

    AgentException refused(String cause) {
        return refused(cause, CORRECT);
    }

    AgentException refused(String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "read pipeline", printable(file), prefix() + cause, remedy)
                .toException();
    }

    /** Words what a spec's own check said, so that it points into the file. */
    AgentException refused(AgentException cause) {
        String message = cause.failure().message();
        int said = message.indexOf("': ");
        int remedy = message.lastIndexOf("; ");
        if (said < 0 || remedy < said + 3) {
            return refused(message);
        }
        return refused(message.substring(said + 3, remedy), message.substring(remedy + 2));
    }

    /** Words a remark that refuses nothing. */
    String remark(String text) {
        return printable(file) + ": " + prefix() + text;
    }

    private String prefix() {
        String where = line > 0 ? "line " + line : "";
        String what = field.isEmpty() ? "" : "field " + printable(field);
        String separator = where.isEmpty() || what.isEmpty() ? "" : ", ";
        String both = where + separator + what;
        return both.isEmpty() ? "" : both + ": ";
    }

    /** Returns what was found, quoted, on one line and not too long. */
    static String quoted(String found) {
        return "'" + printable(found) + "'";
    }

    private static String printable(String text) {
        String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return cut.replaceAll("\\p{Cntrl}", " ");
    }
}
