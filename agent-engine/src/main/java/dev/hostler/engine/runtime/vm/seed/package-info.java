/** Makes the CD by which a guest sets itself up. */
@NullMarked
package dev.hostler.engine.runtime.vm.seed;

import org.jspecify.annotations.NullMarked;
