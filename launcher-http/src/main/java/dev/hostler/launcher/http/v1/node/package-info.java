/** The agent itself in the native API. */
@NullMarked
package dev.hostler.launcher.http.v1.node;

import org.jspecify.annotations.NullMarked;
