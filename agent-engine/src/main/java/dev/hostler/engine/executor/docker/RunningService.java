package dev.hostler.engine.executor.docker;

import dev.hostler.api.job.ServiceSpec;

/**
 * A service whose container was started. Immutable.
 *
 * @param spec the service
 * @param container its container
 */
record RunningService(ServiceSpec spec, String container) {}
