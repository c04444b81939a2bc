/** The requests of the main API of Gryt CI, as its own agent understands them. */
@NullMarked
package dev.hostler.launcher.http.gryt;

import org.jspecify.annotations.NullMarked;
