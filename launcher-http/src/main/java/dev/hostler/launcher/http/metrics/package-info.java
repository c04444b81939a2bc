/** The agent's numbers, as Prometheus reads them. */
@NullMarked
package dev.hostler.launcher.http.metrics;

import org.jspecify.annotations.NullMarked;
