package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import dev.hostler.api.node.Fingerprint;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens sandboxes of one kind. The engine runs supervisor, steps, logs and time limits; an executor only makes a place
 * and ends it. Thread-safe: all methods may be called at the same time.
 */
@Experimental
public interface JobExecutor extends AutoCloseable {
    /**
     * Looks at the host and says whether sandboxes can be opened now. Bounded: answers within 5 s whatever the host
     * does.
     */
    Fingerprint fingerprint();

    /** Returns what sandboxes of this executor can do on this host; constant. */
    Set<SandboxCapability> capabilities();

    /**
     * Opens a sandbox and starts its entry script as process 1. Returns as soon as that process was started; the entry
     * script itself tells when it is ready. If this call fails or is interrupted, nothing is left behind.
     *
     * <p>Where the directories can't be shared, an executor with {@link SandboxCapability#ATTACHED_EXEC} opens an
     * {@link AttachedSandbox} in place of that, and says in the notices why; nothing is copied in yet.
     *
     * @param spec what to open
     * @param notices is told what the job should know, such as how strong the isolation is; called on the calling thread
     * @param cancellation when cancelled, a long step such as an image pull ends early
     * @throws dev.hostler.api.error.AgentException with {@code IMAGE_NOT_FOUND}, {@code IMAGE_DENIED},
     *     {@code IMAGE_UNAVAILABLE} or {@code RUNTIME_UNAVAILABLE}
     * @throws InterruptedException if the thread is interrupted or the token is cancelled
     */
    Sandbox open(SandboxSpec spec, SandboxNotices notices, CancellationToken cancellation) throws InterruptedException;

    /**
     * Says in one word what a sandbox for this spec would be made of now, such as the id of its image: of two sandboxes
     * of the same likeness and of specs that differ in id and directories only, a job can have either. An executor that
     * says it lets the engine open sandboxes before their jobs come; such a sandbox may stand idle for minutes. Bounded,
     * as the fingerprint is.
     *
     * @return empty if that can't be said now, or ever: then sandboxes are opened for their jobs only
     */
    default Optional<String> likeness(SandboxSpec spec) {
        return Optional.empty();
    }

    /**
     * Takes up a sandbox of an earlier run of the agent. Does not ask the host; {@link Sandbox#state()} tells whether it
     * is still there.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if the handle can't be read
     */
    Sandbox recover(SandboxHandle handle);

    /**
     * Lists every sandbox of this agent that stands, for the janitor.
     *
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked; never an
     *     empty list in its place
     */
    List<SandboxHandle> sandboxes();

    /** Gives connections back. Leaves every sandbox as it is. Idempotent. */
    @Override
    void close();
}
