package dev.hostler.engine.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds programs the way a shell does. Immutable.
 *
 * @param path the search path
 */
record Programs(String path) {
    private static final String USUAL = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** The search path of this process, or the usual one if it has none. */
    static Programs ofThisProcess() {
        String path = System.getenv("PATH");
        return new Programs(path == null || path.isBlank() ? USUAL : path);
    }

    Optional<Path> find(String name) {
        if (name.contains("/")) {
            return Optional.of(Path.of(name)).filter(Programs::isProgram);
        }
        return Stream.of(path.split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Programs::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
