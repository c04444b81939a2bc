/** Jobs' logs: what steps print, with every secret masked before it reaches a file, and the readers of it. */
@NullMarked
package dev.hostler.engine.log;

import org.jspecify.annotations.NullMarked;
