package dev.hostler.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.node.Capability;
import dev.hostler.api.node.Fingerprint;
import java.time.Duration;
import java.util.Set;

/** Looks at an engine and says whether it can be used now. Thread-safe. */
public final class EngineFingerprint {
    private static final Duration LIMIT = Duration.ofMillis(4500);

    private EngineFingerprint() {}

    /** Looks; answers within 5 s whatever the engine does. */
    public static Fingerprint of(EngineConnection engine) {
        try {
            engine.address().requireUsable();
            EngineSession session = engine.check(LIMIT);
            return Fingerprint.available(
                    session.version(),
                    "Docker engine " + session.version() + " (API " + session.api() + ")",
                    Set.of(new Capability("docker")));
        } catch (AgentException | DockerException e) {
            return Fingerprint.unavailable(EngineTrouble.message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fingerprint.unavailable("interrupted while asking the Docker engine; ask again");
        }
    }
}
