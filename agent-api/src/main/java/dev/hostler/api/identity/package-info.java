/** Who owns a piece of work, and what an id may look like. */
@NullMarked
package dev.hostler.api.identity;

import org.jspecify.annotations.NullMarked;
