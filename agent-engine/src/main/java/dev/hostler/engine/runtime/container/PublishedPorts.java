package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import dev.hostler.api.workload.PortMapping;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ports of the host at which a listed container is reached. */
public final class PublishedPorts {
    private static final String ALL_V4 = "0.0.0.0";
    private static final String ALL_V6 = "::";
    private static final String UDP = "udp";

    private PublishedPorts() {}

    public static List<PortMapping> of(Container container) {
        List<ContainerPort> published = Optional.ofNullable(container.getPorts()).stream()
                .flatMap(Arrays::stream)
                .filter(port -> port.getPublicPort() != null && port.getPrivatePort() != null)
                .filter(port -> !"sctp".equals(port.getType()))
                .toList();
        return published.stream()
                .filter(port -> !isTwin(port, published))
                .map(PublishedPorts::mapping)
                .distinct()
                .sorted(Comparator.comparing(PortMapping::toString))
                .toList();
    }

    /** A port at all addresses is listed for each version of IP, and engine 20.10 may choose two different ones. */
    private static boolean isTwin(ContainerPort port, List<ContainerPort> all) {
        return ALL_V6.equals(port.getIp())
                && all.stream()
                        .anyMatch(other -> ALL_V4.equals(other.getIp())
                                && port.getPrivatePort().equals(other.getPrivatePort())
                                && protocol(port) == protocol(other));
    }

    private static PortMapping mapping(ContainerPort port) {
        String address = Stream.ofNullable(port.getIp())
                .filter(ip -> !ip.equals(ALL_V4) && !ip.equals(ALL_V6))
                .findFirst()
                .orElse("");
        return new PortMapping(address, port.getPublicPort(), port.getPrivatePort(), protocol(port));
    }

    private static PortMapping.Protocol protocol(ContainerPort port) {
        return UDP.equals(port.getType()) ? PortMapping.Protocol.UDP : PortMapping.Protocol.TCP;
    }
}
