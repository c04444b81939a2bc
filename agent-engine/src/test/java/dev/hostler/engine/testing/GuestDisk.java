package dev.hostler.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A disk from which a small Linux starts, that reads its seed and answers at port 80; made anew in each process. */
public final class GuestDisk {
    private static final List<String> SCRIPTS = List.of("guest-disk.sh", "guest-init.sh");

    private GuestDisk() {}

    /** Makes the disk, in about a second. */
    public static Path make(Path directory) {
        try {
            for (String script : SCRIPTS) {
                try (var stream = GuestDisk.class.getResourceAsStream(script)) {
                    if (stream == null) {
                        throw new AssertionError("no resource " + script);
                    }
                    Files.copy(stream, directory.resolve(script), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Path disk = directory.resolve("guest.qcow2");
            LibvirtHost.run(List.of("sh", directory.resolve("guest-disk.sh").toString(), disk.toString()));
            return disk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
