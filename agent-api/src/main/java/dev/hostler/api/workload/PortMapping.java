package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.Locale;

/**
 * A port of a container that is reached at a port of the host. Immutable.
 *
 * @param hostAddress the host's address to listen at; empty: all of them
 * @param hostPort the host's port; 0: any free one, which the status tells
 * @param containerPort the container's port
 * @param protocol TCP or UDP
 */
@Experimental
public record PortMapping(String hostAddress, int hostPort, int containerPort, Protocol protocol) {
    /** What is spoken below the application. */
    @Experimental
    public enum Protocol {
        /** TCP. */
        TCP,
        /** UDP. */
        UDP
    }

    /** Checks the components. */
    public PortMapping {
        Fields.address("ports.hostAddress", hostAddress);
        Fields.within("ports.hostPort", hostPort, 0, 65_535);
        Fields.within("ports.containerPort", containerPort, 1, 65_535);
    }

    /** A TCP port on all of the host's addresses. */
    public static PortMapping tcp(int hostPort, int containerPort) {
        return new PortMapping("", hostPort, containerPort, Protocol.TCP);
    }

    /** Returns whether both can't be had at one time. */
    public boolean clashesWith(PortMapping other) {
        return hostPort != 0
                && hostPort == other.hostPort
                && protocol == other.protocol
                && (hostAddress.isEmpty() || other.hostAddress.isEmpty() || hostAddress.equals(other.hostAddress));
    }

    @Override
    public String toString() {
        String host = hostAddress.contains(":") ? "[" + hostAddress + "]" : hostAddress;
        return (host.isEmpty() ? "" : host + ":") + hostPort + ":" + containerPort + "/"
                + protocol.name().toLowerCase(Locale.ROOT);
    }
}
