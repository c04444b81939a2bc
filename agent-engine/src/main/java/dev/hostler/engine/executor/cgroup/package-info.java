/** The control groups of the Linux kernel, in both versions; see cgroups(7). */
@NullMarked
package dev.hostler.engine.executor.cgroup;

import org.jspecify.annotations.NullMarked;
