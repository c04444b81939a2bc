package dev.hostler.api.identity;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.regex.Pattern;

/**
 * The one rule for ids that come from outside. Thread-safe.
 *
 * <p>Ids end up in file names, container names and labels, so they are kept to what is safe in all of them: 1 to 128
 * ASCII letters, digits, dots, underscores and hyphens, the first one a letter or digit.
 */
@Experimental
public final class Identifiers {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private Identifiers() {}

    /**
     * Returns the value if it is a valid id.
     *
     * @param field the name of the field, for the message
     * @param value what was given
     * @throws dev.hostler.api.error.AgentException with {@link ErrorCode#INVALID_INPUT} if it is not
     */
    public static String require(String field, String value) {
        if (SAFE.matcher(value).matches()) {
            return value;
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept " + field,
                        Fields.shown(value),
                        "an id has 1 to 128 letters, digits, '.', '_' or '-' and starts with a letter or digit",
                        "choose another " + field)
                .toException();
    }
}
