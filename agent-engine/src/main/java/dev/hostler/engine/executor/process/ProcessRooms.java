package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;

/**
 * What the sandboxes of one executor share. Immutable.
 *
 * @param scheduler threads and clocks
 * @param processes the way to processes
 * @param host what {@code /proc} tells
 * @param marked the processes of this agent's sandboxes
 * @param users the user ids in use
 * @param groups the control groups of this agent's sandboxes
 */
record ProcessRooms(
        Scheduler scheduler,
        ProcessLauncher processes,
        HostProcesses host,
        MarkedProcesses marked,
        SandboxUsers users,
        SandboxGroups groups) {}
