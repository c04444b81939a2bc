package dev.hostler.api.spi;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.meta.Experimental;

/** What a runtime tells while it prepares an instance. Must not block. Thread-safe. */
@Experimental
public interface WorkloadNotices {
    /** Tells nobody. */
    WorkloadNotices NONE = pull -> {};

    /** An image that the workload needs has come further. */
    void image(ImagePull pull);
}
