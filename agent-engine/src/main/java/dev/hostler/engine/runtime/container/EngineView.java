package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Info;
import dev.hostler.engine.docker.EngineAddress;
import dev.hostler.engine.docker.EngineConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the engine is where we are, and not merely within reach: an agent in a container has other ports and other
 * files. Asked once. Thread-safe; two first callers may both ask.
 */
public final class EngineView {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final EngineConnection engine;
    private final EngineAddress address;
    private final AtomicReference<@Nullable Boolean> known = new AtomicReference<>();

    public EngineView(EngineConnection engine, EngineAddress address) {
        this.engine = engine;
        this.address = address;
    }

    /** Returns whether the engine has the same host name, and its own directory is where it says. */
    public boolean isOurs() throws InterruptedException {
        Optional<Boolean> before = known();
        if (before.isPresent()) {
            return before.get();
        }
        try {
            Info info = engine.ask(
                    "ask for its host", LIMIT, client -> client.infoCmd().exec());
            boolean ours = isOurs(info);
            known.set(ours);
            return ours;
        } catch (DockerException e) {
            throw engine.trouble().refused("ask for its host", e);
        }
    }

    /** Returns what is known of that without a question. */
    public Optional<Boolean> known() {
        return address.isLocal() ? Optional.ofNullable(known.get()) : Optional.of(false);
    }

    private static boolean isOurs(Info info) {
        return hostName().filter(name -> name.equals(info.getName())).isPresent()
                && info.getDockerRootDir() != null
                && Files.isDirectory(Path.of(info.getDockerRootDir()));
    }

    private static Optional<String> hostName() {
        try {
            return Optional.of(Files.readString(HOST_NAME).strip());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }
}
