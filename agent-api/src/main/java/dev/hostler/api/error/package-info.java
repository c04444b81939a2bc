/** Failures as data, and the one exception for calls that could not be served. */
@NullMarked
package dev.hostler.api.error;

import org.jspecify.annotations.NullMarked;
