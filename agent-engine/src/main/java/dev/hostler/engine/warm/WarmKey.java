package dev.hostler.engine.warm;

import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.SandboxSpec;
import java.util.Optional;

/**
 * All in which two sandboxes can differ before their jobs have come: jobs of one key can have each other's. Immutable.
 *
 * @param isolation what keeps the job apart from its host
 * @param image the image by its name; empty: the executor's own choice, or none
 * @param limits what it may use, as the job asks for it
 * @param network whether it reaches any network
 */
public record WarmKey(Isolation isolation, Optional<String> image, SandboxSpec.Limits limits, boolean network) {}
