/** The runtime that keeps workloads as containers of a Docker engine. */
@NullMarked
package dev.hostler.engine.runtime.docker;

import org.jspecify.annotations.NullMarked;
