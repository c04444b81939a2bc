/** Jobs in the native API. */
@NullMarked
package dev.hostler.launcher.http.v1.job;

import org.jspecify.annotations.NullMarked;
