/** Workloads in the native API. */
@NullMarked
package dev.hostler.launcher.http.v1.workload;

import org.jspecify.annotations.NullMarked;
