/** Waits for jobs without a thread for everybody who waits. */
@NullMarked
package dev.hostler.launcher.http.waiting;

import org.jspecify.annotations.NullMarked;
