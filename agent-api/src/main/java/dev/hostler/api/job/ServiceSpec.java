package dev.hostler.api.job;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A container that runs beside the steps of a job, such as a database. Steps reach it by its alias, nobody else does.
 * It begins before the first step and ends with the job. Immutable; construct it with {@link #builder}.
 *
 * @param alias the host name under which steps reach it
 * @param image the image to run
 * @param env its variables; steps do not get them
 * @param command arguments in place of the image's own; empty: the image's own
 * @param ready how to see that it can be used; empty: by the image's own health check, or else once it runs
 */
@Experimental
public record ServiceSpec(
        String alias, String image, Map<String, String> env, List<String> command, Optional<ReadyCheck> ready) {
    /** RFC 1123: a host name's label. */
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Copies and checks the components. */
    public ServiceSpec {
        if (!ALIAS.matcher(alias).matches()) {
            throw Fields.refused(
                    "service alias",
                    alias,
                    "it is no host name",
                    "use at most 63 lower-case letters, digits and '-', none of these at an end");
        }
        Fields.singleLine("service " + alias + " image", image);
        env = Fields.environment("service " + alias + " env", env);
        command = List.copyOf(command);
        command.forEach(word -> Fields.noNul("service command", word));
    }

    /** Starts a service. */
    public static Builder builder(String alias, String image) {
        return new Builder(alias, image);
    }

    /**
     * How to see that a service can be used. Has either a port or a command. Immutable.
     *
     * @param port a TCP port that takes connections once the service is ready
     * @param command a program in the service's container that exits with 0 once it is ready
     * @param limit how long it may take
     */
    @Experimental
    public record ReadyCheck(OptionalInt port, List<String> command, Duration limit) {
        /** How long a service may take that does not say so itself. */
        public static final Duration USUAL_LIMIT = Duration.ofMinutes(1);

        /** Copies and checks the components. */
        public ReadyCheck {
            command = List.copyOf(command);
            command.forEach(word -> Fields.noNul("ready.exec", word));
            Fields.positive("ready.timeout", limit);
            if (port.isPresent() == !command.isEmpty()) {
                throw Fields.refused(
                        "service", "ready", "it has not exactly one of port and exec", "give one of the two");
            }
            if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65535)) {
                throw Fields.refused("ready.port", String.valueOf(port.getAsInt()), "it is no port", "give 1 to 65535");
            }
        }

        /** Asks for a TCP connection. */
        public static ReadyCheck ofPort(int port) {
            return new ReadyCheck(OptionalInt.of(port), List.of(), USUAL_LIMIT);
        }

        /** Asks a program in the service's container. */
        public static ReadyCheck ofCommand(List<String> command) {
            return new ReadyCheck(OptionalInt.empty(), command, USUAL_LIMIT);
        }

        /** Returns the same check with another limit. */
        public ReadyCheck within(Duration value) {
            return new ReadyCheck(port, command, value);
        }
    }

    /** Collects the parts of a {@link ServiceSpec}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private final String alias;
        private final String image;
        private Map<String, String> env = Map.of();
        private List<String> command = List.of();
        private Optional<ReadyCheck> ready = Optional.empty();

        private Builder(String alias, String image) {
            this.alias = alias;
            this.image = image;
        }

        /** Sets its variables. */
        public Builder env(Map<String, String> value) {
            this.env = value;
            return this;
        }

        /** Sets arguments in place of the image's own. */
        public Builder command(List<String> value) {
            this.command = value;
            return this;
        }

        /** Sets how to see that it can be used. */
        public Builder ready(ReadyCheck value) {
            this.ready = Optional.of(value);
            return this;
        }

        /** Returns the service; throws {@code AgentException} if a part is wrong. */
        public ServiceSpec build() {
            return new ServiceSpec(alias, image, env, command, ready);
        }
    }
}
