/** What the runtimes that keep workloads as containers of a Docker engine share; itself no runtime. */
@NullMarked
package dev.hostler.engine.runtime.container;

import org.jspecify.annotations.NullMarked;
