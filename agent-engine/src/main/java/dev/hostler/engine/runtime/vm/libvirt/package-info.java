/** The way to libvirt: its calls, its events and its connections. */
@NullMarked
package dev.hostler.engine.runtime.vm.libvirt;

import org.jspecify.annotations.NullMarked;
