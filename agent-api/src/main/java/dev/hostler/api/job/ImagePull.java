package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;
import java.util.OptionalLong;

/**
 * An image on its way from its registry. Immutable.
 *
 * @param image the image's name, as the job gave it
 * @param phase where it is
 * @param bytesDone how much has come in this attempt, as it is packed for transport; what was here before is not counted
 * @param bytesTotal how much is to come in all; empty as long as the registry has not told the size of every part
 */
@Experimental
public record ImagePull(String image, Phase phase, long bytesDone, OptionalLong bytesTotal) {
    /** Where a pull can be. Each has one STARTED, and ends with one DONE or FAILED, unless its job is ended before. */
    @Experimental
    public enum Phase {
        /** The registry is asked. */
        STARTED,
        /** Parts come, or are unpacked. */
        LOADING,
        /** An attempt has failed, and another follows after a while. */
        RETRYING,
        /** The image is here. */
        DONE,
        /** The image can't be had. */
        FAILED
    }

    /** Describes a pull of which no byte is known yet. */
    public static ImagePull of(String image, Phase phase) {
        return new ImagePull(image, phase, 0, OptionalLong.empty());
    }
}
