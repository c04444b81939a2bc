package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import dev.hostler.api.node.Leftover;
import java.io.IOException;
import java.util.List;

/**
 * The optional ability of a runtime, an executor or a cache store to find and remove what nobody needs any more: what it
 * has fetched or kept to be faster, and could have again. Never anybody's data. Thread-safe.
 */
@Experimental
public interface Sweepable {
    /**
     * Lists what may go by the settings of this place. Changes nothing.
     *
     * @return empty also if the host can't be asked: what is not known is not removed
     * @throws IOException if it can't be looked at
     */
    List<Leftover> leftovers() throws IOException, InterruptedException;

    /**
     * Removes one of them, unless it has been used since it was listed or is in use now. Idempotent.
     *
     * @return whether it has gone with this call
     * @throws IOException if it could not be removed; it may be gone in part, and is then of no use to anybody
     */
    boolean remove(Leftover leftover) throws IOException, InterruptedException;
}
