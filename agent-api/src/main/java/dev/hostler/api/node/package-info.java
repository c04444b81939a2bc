/** The machine the agent serves, and what its parts can do. */
@NullMarked
package dev.hostler.api.node;

import org.jspecify.annotations.NullMarked;
