package dev.hostler.launcher.grpc.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The scheduler that the node tells how it is. Immutable.
 *
 * @param address its host and port; empty: there is none
 * @param insecure whether it is called without TLS
 * @param endpoint what it is told to call the node by; empty: what the node finds out itself
 */
public record SchedulerSettings(Optional<String> address, boolean insecure, Optional<String> endpoint) {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):\\d{1,5}");

    static SchedulerSettings read(Reader reader) {
        Optional<String> address = reader.text("PERSYS_SCHEDULER_ADDR");
        address.filter(text -> !ADDRESS.matcher(text).matches()).ifPresent(text -> {
            throw Reader.refused("PERSYS_SCHEDULER_ADDR", text, "it is no HOST:PORT", "write it like 10.0.0.1:8085");
        });
        return new SchedulerSettings(
                address, reader.truth("PERSYS_SCHEDULER_INSECURE", false), reader.text("PERSYS_AGENT_GRPC_ENDPOINT"));
    }

    /** Refuses to call a scheduler in the open unless the operator says so. */
    SchedulerSettings requireTls(boolean enabled) {
        if (address.isPresent() && !enabled && !insecure) {
            throw Reader.refused(
                    "PERSYS_SCHEDULER_ADDR",
                    address.get(),
                    "there are no certificates to call it with, since PERSYS_TLS_ENABLED is false",
                    "set PERSYS_TLS_ENABLED=true, or PERSYS_SCHEDULER_INSECURE=true on a network that you trust");
        }
        return this;
    }

    /** Returns the same without a scheduler. */
    SchedulerSettings alone() {
        return new SchedulerSettings(Optional.empty(), insecure, endpoint);
    }
}
