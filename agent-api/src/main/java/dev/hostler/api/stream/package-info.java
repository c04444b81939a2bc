/** How anything that comes piece by piece is read, by one reader or by many. */
@NullMarked
package dev.hostler.api.stream;

import org.jspecify.annotations.NullMarked;
