package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schema of a pipeline file, for editors and for programs that write such files. Thread-safe. */
@Experimental
public final class PipelineSchema {
    private static final String FILE = "pipeline.schema.json";

    private PipelineSchema() {}

    /**
     * Returns the schema, of draft 2020-12. A file that the agent reads fits it; one that fits may still be refused for what
     * a schema can't say, such as a soft timeout that is not shorter than the timeout.
     */
    public static String text() {
        try (InputStream file = Objects.requireNonNull(PipelineSchema.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the API's own jar can't be read", e);
        }
    }
}
