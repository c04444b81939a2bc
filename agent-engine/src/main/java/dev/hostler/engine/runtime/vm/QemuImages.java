package dev.hostler.engine.runtime.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.workload.VmDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes and looks into images of disks, by {@code qemu-img}. Thread-safe. */
final class QemuImages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PROGRAM = "qemu-img";
    private static final int NO_PROGRAM = 127;

    private final ProcessLauncher processes;

    QemuImages(ProcessLauncher processes) {
        this.processes = processes;
    }

    /** Makes an image; there is none yet. */
    void create(Path file, VmDisk disk) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "create", "-q", "-f", word(disk.format())));
        disk.backing().ifPresent(under -> command.addAll(List.of("-b", under.path(), "-F", word(under.format()))));
        command.add(file.toString());
        if (disk.sizeBytes().isPresent()) {
            command.add(String.valueOf(disk.sizeBytes().getAsLong()));
        }
        run(command, "make disk", file);
    }

    /**
     * Refuses an image that leads to files which nobody has approved: a header can name any file of the host, and the guest
     * could read it then. What lies beside or below a file that the spec names is as approved as that.
     *
     * @param named the files that the spec names, links followed
     */
    void requireHarmless(Path file, VmDisk.Format format, List<Path> named) throws InterruptedException {
        if (format == VmDisk.Format.RAW) {
            return;
        }
        Set<Path> roots = named.stream().map(Path::getParent).collect(Collectors.toSet());
        String text = run(
                List.of(PROGRAM, "info", "-U", "--backing-chain", "--output=json", "-f", word(format), file.toString()),
                "look into disk",
                file);
        for (JsonNode image : parsed(text, file)) {
            requireNear(file, image.path("full-backing-filename").asText(""), roots);
            JsonNode data = image.path("format-specific").path("data").path("data-file");
            requireNear(file, data.asText(""), roots);
        }
    }

    private static void requireNear(Path file, String other, Set<Path> roots) {
        if (other.isEmpty()) {
            return;
        }
        Optional<Path> real = real(other);
        if (real.isEmpty() || roots.stream().noneMatch(real.get()::startsWith)) {
            throw Failure.cannot(
                            ErrorCode.POLICY_DENIED,
                            "use disks.path",
                            file.toString(),
                            "the image leads to '" + other + "', which the spec does not name",
                            "name it as disks.backing, or make an image without it")
                    .toException();
        }
    }

    /** Links are followed; anything but a file of this host is nowhere. */
    private static Optional<Path> real(String name) {
        try {
            return name.startsWith("/") ? Optional.of(Path.of(name).toRealPath()) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static JsonNode parsed(String text, Path file) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "look into disk",
                            file.toString(),
                            "qemu-img answers no JSON",
                            "see what 'qemu-img info' says")
                    .toException(e);
        }
    }

    private String run(List<String> command, String attempt, Path file) throws InterruptedException {
        ProcessLauncher.Output output = processes.run(command, LIMIT);
        if (output.ok()) {
            return output.text();
        }
        if (output.exitCode() == NO_PROGRAM) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            attempt,
                            file.toString(),
                            "there is no qemu-img on this host",
                            "install qemu-utils")
                    .toException();
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        attempt,
                        file.toString(),
                        output.text().replaceAll("\\s+", " ").strip(),
                        "correct disks of the spec, or repair the file")
                .toException();
    }

    private static String word(VmDisk.Format format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    /** Returns a file without links in its name, as far as it is there. */
    static Path followed(Path file) {
        try {
            return Files.exists(file)
                    ? file.toRealPath()
                    : file.toAbsolutePath().normalize();
        } catch (IOException gone) {
            return file.toAbsolutePath().normalize();
        }
    }
}
