/** What the agent must still know after a crash or a power loss, and the directory that it keeps it in. */
@NullMarked
package dev.hostler.engine.state;

import org.jspecify.annotations.NullMarked;
