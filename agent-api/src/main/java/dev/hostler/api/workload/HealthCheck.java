package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to see that a workload does its work. The engine asks. A workload that fails the check is restarted, if its restart
 * policy says so. Immutable.
 *
 * @param probe what is asked
 * @param interval the time between two questions
 * @param timeout how long an answer may take
 * @param failures how many questions in a row may fail before the workload counts as unhealthy
 * @param startPeriod for how long after its start failures do not count
 */
@Experimental
public record HealthCheck(Probe probe, Duration interval, Duration timeout, int failures, Duration startPeriod) {
    /** Checks the components. */
    public HealthCheck {
        Fields.positive("health.interval", interval);
        Fields.positive("health.timeout", timeout);
        Fields.within("health.failures", failures, 1, Integer.MAX_VALUE);
        if (startPeriod.isNegative()) {
            throw Fields.refused("health.startPeriod", startPeriod.toString(), "it is negative", "give zero or more");
        }
    }

    /** A check every ten seconds; three failures in a row count, and an answer may take five seconds. */
    public static HealthCheck of(Probe probe) {
        return new HealthCheck(probe, Duration.ofSeconds(10), Duration.ofSeconds(5), 3, Duration.ZERO);
    }

    /** Returns the same check at another pace. */
    public HealthCheck every(Duration value) {
        return new HealthCheck(probe, value, timeout, failures, startPeriod);
    }

    /** Returns the same check with another number of failures that count. */
    public HealthCheck failingAfter(int value) {
        return new HealthCheck(probe, interval, timeout, value, startPeriod);
    }

    /** Returns the same check, whose failures do not count for a while after the start. */
    public HealthCheck startingFor(Duration value) {
        return new HealthCheck(probe, interval, timeout, failures, value);
    }

    /** One question. */
    @Experimental
    public sealed interface Probe {}

    /**
     * A program inside the workload that exits with 0. Immutable.
     *
     * @param command program and arguments; no shell is between
     */
    @Experimental
    public record Exec(List<String> command) implements Probe {
        /** Copies and checks the command. */
        public Exec {
            command = List.copyOf(command);
            command.forEach(word -> Fields.noNul("health.exec", word));
            if (command.isEmpty()) {
                throw Fields.refused("health.exec", "", "it is empty", "give a program and its arguments");
            }
        }
    }

    /**
     * A request for a page, by HTTP, to the workload's own address, that is answered with 200 to 399. Immutable.
     *
     * @param port the workload's port
     * @param path the page, from {@code /} on
     * @param host the {@code Host} header; empty: the address
     */
    @Experimental
    public record Http(int port, String path, Optional<String> host) implements Probe {
        /** Checks the components. */
        public Http {
            Fields.within("health.http.port", port, 1, 65_535);
            Fields.singleLine("health.http.path", path);
            if (!path.startsWith("/")) {
                throw Fields.refused("health.http.path", path, "it does not start with '/'", "put one in front");
            }
            host.ifPresent(name -> Fields.singleLine("health.http.host", name));
        }
    }

    /**
     * A TCP connection to the workload's own address. Immutable.
     *
     * @param port the workload's port
     */
    @Experimental
    public record Tcp(int port) implements Probe {
        /** Checks the port. */
        public Tcp {
            Fields.within("health.tcp.port", port, 1, 65_535);
        }
    }
}
