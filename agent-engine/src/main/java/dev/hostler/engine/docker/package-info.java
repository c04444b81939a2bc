/** The way to a Docker engine and to its images, for every adapter that needs one. */
@NullMarked
package dev.hostler.engine.docker;

import org.jspecify.annotations.NullMarked;
