package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.identity.Identifiers;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import dev.hostler.launcher.http.v1.wire.ObjectReader;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of a new job: the one of the body, or the key for repetition, or else a new one. Ids that start with {@value
 * #TAKEN} are those of the jobs of Gryt CI, which have the same owner.
 */
final class JobKeys {
    private static final String HEADER = "Idempotency-Key";
    private static final String TAKEN = "gryt-";

    private JobKeys() {}

    static String id(Call call, ObjectReader fields) {
        Optional<String> id = fields.text("id");
        Optional<String> key = call.header(HEADER).map(JobKeys::unquoted);
        if (id.isPresent() && key.isPresent() && !id.equals(key)) {
            throw FieldRefusal.of(HEADER, "the body has another id", "give one of the two");
        }
        String chosen = id.or(() -> key).orElseGet(() -> "job-" + UUID.randomUUID());
        String given = id.isPresent() ? "id" : HEADER;
        if (chosen.startsWith(TAKEN)) {
            throw FieldRefusal.of(given, "ids that start with " + TAKEN + " are Gryt's", "choose another");
        }
        return fields.make(given, () -> Identifiers.require("job id", chosen));
    }

    /** The header's draft standard puts the key in quotes. */
    private static String unquoted(String key) {
        return key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")
                ? key.substring(1, key.length() - 1)
                : key;
    }
}
