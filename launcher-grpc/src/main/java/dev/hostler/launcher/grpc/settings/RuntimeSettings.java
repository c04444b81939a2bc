package dev.hostler.launcher.grpc.settings;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which types of workloads the operator wants here, and where their runtimes are. Immutable.
 *
 * @param types the types that are wanted: {@code container}, {@code compose}, {@code vm}
 * @param dockerHost the address of the Docker engine; empty: the usual one
 * @param composeBinary the program that runs Compose applications
 * @param libvirtUri the address of libvirt
 */
public record RuntimeSettings(Set<String> types, Optional<String> dockerHost, String composeBinary, String libvirtUri) {
    /** The type of containers. */
    public static final String CONTAINER = "container";

    /** The type of Compose applications. */
    public static final String COMPOSE = "compose";

    /** The type of virtual machines. */
    public static final String VM = "vm";

    /** Copies the set. */
    public RuntimeSettings {
        types = Set.copyOf(types);
    }

    static RuntimeSettings read(Reader reader) {
        Set<String> types = new LinkedHashSet<>();
        add(types, reader.truth("PERSYS_DOCKER_ENABLED", true), CONTAINER);
        add(types, reader.truth("PERSYS_COMPOSE_ENABLED", true), COMPOSE);
        add(types, reader.truth("PERSYS_VM_ENABLED", true), VM);
        if (types.isEmpty()) {
            throw Reader.refused(
                    "PERSYS_DOCKER_ENABLED', 'PERSYS_COMPOSE_ENABLED', 'PERSYS_VM_ENABLED",
                    "false",
                    "nothing is left that the node could run",
                    "enable one of them");
        }
        return new RuntimeSettings(
                types,
                reader.text("DOCKER_HOST"),
                reader.text("PERSYS_COMPOSE_BINARY", "docker-compose"),
                reader.text("PERSYS_LIBVIRT_URI", "qemu:///system"));
    }

    private static void add(Set<String> types, boolean wanted, String type) {
        if (wanted) {
            types.add(type);
        }
    }
}
