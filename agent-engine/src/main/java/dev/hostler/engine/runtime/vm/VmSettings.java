package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.VmAcceleration;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an operator can set. Immutable.
 *
 * @param uri where libvirt is
 * @param directory where files are kept that libvirt's user must reach
 * @param acceleration who carries instructions out for machines that leave it to us
 */
record VmSettings(String uri, Path directory, VmAcceleration acceleration) {
    /** The id of the runtime, which names its settings. */
    static final String PROVIDER = "vms";

    private static final String URI = "uri";
    private static final String DIRECTORY = "directory";
    private static final String ACCELERATION = "acceleration";

    /** Files, and so disks, are on this host: so is libvirt. */
    private static final Pattern LOCAL = Pattern.compile("(qemu|test)(\\+unix)?:///[^\\s]*");

    static VmSettings read(Map<String, String> settings) {
        for (String name : settings.keySet()) {
            if (!Set.of(URI, DIRECTORY, ACCELERATION).contains(name)) {
                throw refused(name, name, "there is no such setting", "use uri, directory or acceleration");
            }
        }
        String uri = settings.getOrDefault(URI, "qemu:///system");
        if (!LOCAL.matcher(uri).matches()) {
            throw refused(URI, uri, "it is no address of libvirt on this host", "write it like qemu:///system");
        }
        Path directory = Path.of(settings.getOrDefault(DIRECTORY, "/var/lib/libvirt/images"));
        if (!directory.isAbsolute()) {
            throw refused(DIRECTORY, directory.toString(), "it is no absolute path", "start it with '/'");
        }
        return new VmSettings(uri, directory.normalize(), acceleration(settings.getOrDefault(ACCELERATION, "auto")));
    }

    private static VmAcceleration acceleration(String word) {
        return Arrays.stream(VmAcceleration.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> refused(
                        ACCELERATION,
                        word,
                        "there is no such acceleration",
                        "use one of "
                                + Arrays.stream(VmAcceleration.values())
                                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private static RuntimeException refused(String name, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "read setting " + PROVIDER + "." + name, value, cause, remedy)
                .toException();
    }
}
