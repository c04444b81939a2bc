/** Keeps workloads as virtual machines of libvirt. */
@NullMarked
package dev.hostler.engine.runtime.vm;

import org.jspecify.annotations.NullMarked;
