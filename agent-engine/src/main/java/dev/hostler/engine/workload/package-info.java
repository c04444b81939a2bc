/** Workloads: from a durable wish to what is on the host, and kept so. */
@NullMarked
package dev.hostler.engine.workload;

import org.jspecify.annotations.NullMarked;
