package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;

/** When an image is fetched from its registry. */
@Experimental
public enum ImagePullPolicy {
    /** When the host does not have it. */
    MISSING,
    /** Each time a container is made. */
    ALWAYS,
    /** Never: an image that the host does not have is a failure. */
    NEVER
}
