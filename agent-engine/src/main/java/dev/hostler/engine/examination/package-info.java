/** What {@code Agent.examine} asks the host, and how long it waits for an answer. */
@NullMarked
package dev.hostler.engine.examination;

import org.jspecify.annotations.NullMarked;
