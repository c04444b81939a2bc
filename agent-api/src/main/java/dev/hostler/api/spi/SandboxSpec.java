package dev.hostler.api.spi;

import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.meta.Experimental;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The sandbox to open. Immutable.
 *
 * @param id the sandbox's id, unique on this host
 * @param directories the directories to share
 * @param entry the file name of the POSIX {@code sh} script in the input directory to run as process 1, with the input
 *     and the output directory as its two arguments
 * @param image the image to run in; empty: the executor's own choice, or none
 * @param limits what it may use
 * @param network whether it reaches any network
 * @param services containers to run beside it, which only it reaches, whatever {@code network} says; an executor that
 *     has no {@link SandboxCapability#SERVICES} refuses them
 */
@Experimental
public record SandboxSpec(
        String id,
        Directories directories,
        String entry,
        Optional<String> image,
        Limits limits,
        boolean network,
        List<ServiceSpec> services) {
    /** Checks the id and copies the list. */
    public SandboxSpec {
        Identifiers.require("sandbox id", id);
        services = List.copyOf(services);
    }

    /** Describes a sandbox without services. */
    public SandboxSpec(
            String id, Directories directories, String entry, Optional<String> image, Limits limits, boolean network) {
        this(id, directories, entry, image, limits, network, List.of());
    }

    /**
     * The directories of the host that a sandbox shares; all exist and belong to the engine, which removes them after
     * {@link Sandbox#destroy()}. Immutable.
     *
     * @param workspace the sources; writable, the directory in which steps start
     * @param home the home directory; writable
     * @param input scripts and FIFOs; read-only inside, though FIFOs there can be read and written
     * @param output what the supervisor writes; writable inside, without devices, set-user-id or programs
     * @param scratch for the executor itself; never shared
     */
    @Experimental
    public record Directories(Path workspace, Path home, Path input, Path output, Path scratch) {}

    /**
     * What a sandbox may use; empty means no limit. Immutable.
     *
     * @param cpus processors, for example 0.5
     * @param memoryBytes memory, without swap
     * @param processes processes and threads at one time
     */
    @Experimental
    public record Limits(OptionalDouble cpus, OptionalLong memoryBytes, OptionalInt processes) {
        /** No limit at all. */
        public static final Limits NONE = new Limits(OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.empty());

        /** Returns these limits, with another's for those that are empty. */
        public Limits orElse(Limits other) {
            return new Limits(
                    cpus.isPresent() ? cpus : other.cpus,
                    memoryBytes.isPresent() ? memoryBytes : other.memoryBytes,
                    processes.isPresent() ? processes : other.processes);
        }
    }
}
