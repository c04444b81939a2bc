/** Lines of a log as the bytes that they were. */
@NullMarked
package dev.hostler.launcher.http.lines;

import org.jspecify.annotations.NullMarked;
