package dev.hostler.engine.health;

import dev.hostler.api.workload.HealthCheck;
import java.util.Optional;

/**
 * How one instance is to be asked. Immutable.
 *
 * @param check the check
 * @param address where the instance listens; empty: nowhere that is known
 */
public record Terms(HealthCheck check, Optional<String> address) {}
