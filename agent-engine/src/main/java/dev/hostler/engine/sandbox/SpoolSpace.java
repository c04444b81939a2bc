package dev.hostler.engine.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk space of one step's output: what was read, and will not be asked for again, is given back in large pieces.
 * Where the host can't do that, the output keeps its space until the job is over. Confined to one thread.
 */
final class SpoolSpace implements Closeable {
    /** How much is given back at a time; a multiple of every file system's block. */
    static final long PIECE = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SpoolSpace.class);

    /** What the host can't do it can't do for any job, so it is said once. */
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private final Opener opener;
    private @Nullable HolePunch punch;
    private boolean refused;
    private long givenBack;

    /** Opens the file once there is something to give back. */
    @FunctionalInterface
    interface Opener {
        HolePunch open() throws IOException, TamperedException;
    }

    SpoolSpace(Opener opener) {
        this.opener = opener;
    }

    /** Returns how many bytes at the file's beginning take no space any more. */
    long givenBack() {
        return givenBack;
    }

    /** Returns whether space can be given back here, as far as it is known. */
    boolean isReclaimable() {
        return !refused;
    }

    /** Gives back the whole pieces before a place, as far as it was not done. */
    void giveBack(long before) throws TamperedException {
        long end = before / PIECE * PIECE;
        if (refused || end <= givenBack) {
            return;
        }
        try {
            if (punch == null) {
                punch = opener.open();
            }
            punch.punch(givenBack, end);
            givenBack = end;
        } catch (IOException | LinkageError e) {
            refused = true;
            sayOnce(e);
        }
    }

    private static void sayOnce(Throwable cause) {
        if (SAID.compareAndSet(false, true)) {
            LOG.warn(
                    "Space of output that was read can't be given back while its job runs, so a step's output is limited"
                            + " by the spool: {}",
                    cause.toString());
        }
    }

    @Override
    public void close() throws IOException {
        if (punch != null) {
            punch.close();
        }
    }
}
