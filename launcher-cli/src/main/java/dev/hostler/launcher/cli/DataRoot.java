package dev.hostler.launcher.cli;

import dev.hostler.launcher.cli.client.CurrentUser;
import java.nio.file.Path;
import java.util.Optional;

/** Where run directories and shared caches are kept. */
final class DataRoot {
    static final String VARIABLE = "HOSTLER_DATA_DIR";

    private DataRoot() {}

    /** {@code HOSTLER_DATA_DIR}; else root: {@code /var/lib/hostler}; else the XDG state directory. */
    static Path of(Invocation invocation) {
        return invocation.variable(VARIABLE).map(invocation::resolve).orElseGet(() -> platformDefault(invocation));
    }

    private static Path platformDefault(Invocation invocation) {
        if (CurrentUser.isRoot()) {
            return Path.of("/var/lib/hostler");
        }
        Optional<Path> state =
                invocation.variable("XDG_STATE_HOME").map(Path::of).filter(Path::isAbsolute);
        return state.orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"))
                .resolve("hostler");
    }
}
