package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.regex.Pattern;

/**
 * The caller's name for one version of a wish. The engine compares revisions and reads nothing into them. Immutable.
 *
 * @param value 1 to 128 visible ASCII characters
 */
@Experimental
public record Revision(String value) {
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,128}");

    /** Checks the value. */
    public Revision {
        if (!VISIBLE.matcher(value).matches()) {
            throw Fields.refused(
                    "revision",
                    Fields.shown(value),
                    "it has not 1 to 128 visible ASCII characters",
                    "choose another revision, or leave it out");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
