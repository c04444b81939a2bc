/** Workloads: wanted state that is kept true. */
@NullMarked
package dev.hostler.api.workload;

import org.jspecify.annotations.NullMarked;
