/** The runtime that fetches, registers and runs Actions runners for one job each. */
@NullMarked
package dev.hostler.engine.runtime.runner;

import org.jspecify.annotations.NullMarked;
