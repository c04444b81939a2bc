package dev.hostler.engine.workload;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.event.EventLog;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.metric.Metrics;
import dev.hostler.engine.state.WorkloadStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What every lane needs of the engine. Immutable.
 *
 * @param store keeps wishes
 * @param events is told of changes
 * @param metrics where numbers go
 * @param scheduler threads and clocks
 * @param lookInterval how often a runtime is looked at that tells of no change
 * @param actions the number of the last action
 * @param faults is told of each step
 */
record WorkloadRooms(
        WorkloadStore store,
        EventLog events,
        Metrics metrics,
        Scheduler scheduler,
        Duration lookInterval,
        AtomicLong actions,
        FaultListener faults) {}
