/** The runtime that keeps workloads as Compose applications on a Docker engine. */
@NullMarked
package dev.hostler.engine.runtime.compose;

import org.jspecify.annotations.NullMarked;
