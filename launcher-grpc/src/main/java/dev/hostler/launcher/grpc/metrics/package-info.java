/** Numbers, under the names that dashboards of Persys ask for. */
@NullMarked
package dev.hostler.launcher.grpc.metrics;

import org.jspecify.annotations.NullMarked;
