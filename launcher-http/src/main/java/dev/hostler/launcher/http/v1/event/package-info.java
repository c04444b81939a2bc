/** Events in the native API. */
@NullMarked
package dev.hostler.launcher.http.v1.event;

import org.jspecify.annotations.NullMarked;
