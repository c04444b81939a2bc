/** The native API: all that the agent does, as resources below {@code /v1}. */
@NullMarked
package dev.hostler.launcher.http.v1;

import org.jspecify.annotations.NullMarked;
