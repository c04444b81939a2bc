package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Compose application that is to be kept. Immutable; construct it with {@link #builder}.
 *
 * @param file the text of its Compose file, at most {@value #LONGEST_FILE} characters; it stands alone, since there is no
 *     directory beside it
 * @param projectName the name of its project; empty: as the file says, or else the workload's id
 * @param env what variables in the file stand for, such as {@code ${NAME}}; nothing else does
 * @param pull when images are fetched of which the file does not say it; empty: as the agent's configuration says
 */
@Experimental
public record ComposeSpec(
        String file, Optional<String> projectName, Map<String, String> env, Optional<ImagePullPolicy> pull)
        implements WorkloadSpec {
    /** The kind of these workloads. */
    public static final String KIND = "compose";

    /** How long a file may be. */
    public static final int LONGEST_FILE = 1 << 20;

    /** What Compose takes for the name of a project, of a length that leaves room for what is made of it. */
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,127}");

    /** Copies and checks the components. */
    public ComposeSpec {
        requireText(file);
        projectName.ifPresent(ComposeSpec::requireProject);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(Fields.environment("env", env)));
    }

    private static void requireText(String file) {
        if (file.isBlank()) {
            throw Fields.refused("file", "", "it is empty", "give the text of a Compose file");
        }
        if (file.length() > LONGEST_FILE) {
            throw Fields.refused(
                    "file", Fields.shown(file), "it is longer than " + LONGEST_FILE + " characters", "shorten it");
        }
        Fields.noNul("file", file);
    }

    private static void requireProject(String name) {
        if (!PROJECT.matcher(name).matches()) {
            throw Fields.refused(
                    "projectName",
                    Fields.shown(name),
                    "it is no name of a Compose project",
                    "use small letters, digits, '-' and '_', at most 128, and start with a letter or digit");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** What has ended well was to end: the file says of each service whether it is to run, and its runtime heeds that. */
    @Override
    public RestartPolicy restart() {
        return RestartPolicy.onFailure(0);
    }

    /** Starts an application of a file's text. */
    public static Builder builder(String file) {
        return new Builder(file);
    }

    /** Starts an application of what may be a file's text, or that in base64 (RFC 4648, section 4), as clients send it. */
    public static Builder decoding(String fileOrBase64) {
        return new Builder(decoded(fileOrBase64));
    }

    /** No Compose file is base64 as well: that has no colon. */
    private static String decoded(String text) {
        String joined = text.replaceAll("\\s", "");
        if (text.indexOf(':') >= 0 || joined.isEmpty()) {
            return text;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(joined));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (IllegalArgumentException | CharacterCodingException noBase64) {
            return text;
        }
    }

    /** Collects the parts of a {@link ComposeSpec}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private final String file;
        private Optional<String> projectName = Optional.empty();
        private final Map<String, String> env = new LinkedHashMap<>();
        private Optional<ImagePullPolicy> pull = Optional.empty();

        private Builder(String file) {
            this.file = file;
        }

        /** Sets the name of the project. */
        public Builder projectName(String value) {
            this.projectName = Optional.of(value);
            return this;
        }

        /** Adds what a variable in the file stands for. */
        public Builder env(String name, String value) {
            this.env.put(name, value);
            return this;
        }

        /** Adds what variables in the file stand for. */
        public Builder env(Map<String, String> values) {
            this.env.putAll(values);
            return this;
        }

        /** Sets when images are fetched of which the file does not say it. */
        public Builder pull(ImagePullPolicy value) {
            this.pull = Optional.of(value);
            return this;
        }

        /** Returns the application; throws {@code AgentException} with {@code INVALID_INPUT}, which names the field. */
        public ComposeSpec build() {
            return new ComposeSpec(file, projectName, env, pull);
        }
    }
}
