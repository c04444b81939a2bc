package dev.hostler.engine.executor.cgroup;

import dev.hostler.api.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes the limits of one group. Immutable. */
final class GroupLimits {
    private static final long PERIOD_MICROS = 100_000;

    /** The kernel takes no smaller one. */
    private static final long LEAST_QUOTA_MICROS = 1_000;

    private final ControlGroup.Place place;

    GroupLimits(ControlGroup.Place place) {
        this.place = place;
    }

    /** Sets the limit of one controller, if there is one. */
    void set(Controller controller, SandboxSpec.Limits limits) throws IOException {
        if (controller == Controller.MEMORY && limits.memoryBytes().isPresent()) {
            memory(limits.memoryBytes().getAsLong());
        } else if (controller == Controller.CPU && limits.cpus().isPresent()) {
            cpus(limits.cpus().getAsDouble());
        } else if (controller == Controller.PIDS && limits.processes().isPresent()) {
            write("pids.max", limits.processes().getAsInt());
        }
    }

    private void memory(long bytes) throws IOException {
        GroupVersion version = place.version();
        write(version.memoryLimit(), bytes);
        if (Files.exists(place.directory().resolve(version.swapLimit()))) {
            write(version.swapLimit(), version.noSwap(bytes));
        }
    }

    private void cpus(double cpus) throws IOException {
        long quota = Math.max(LEAST_QUOTA_MICROS, Math.round(cpus * PERIOD_MICROS));
        if (place.version() == GroupVersion.V2) {
            write("cpu.max", quota + " " + PERIOD_MICROS);
        } else {
            write("cpu.cfs_period_us", PERIOD_MICROS);
            write("cpu.cfs_quota_us", quota);
        }
    }

    private void write(String file, Object value) throws IOException {
        Path path = place.directory().resolve(file);
        Files.writeString(path, String.valueOf(value), StandardOpenOption.WRITE);
    }
}
