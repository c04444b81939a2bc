/** How values, refusals and streams are written and read in the native API. */
@NullMarked
package dev.hostler.launcher.http.v1.wire;

import org.jspecify.annotations.NullMarked;
