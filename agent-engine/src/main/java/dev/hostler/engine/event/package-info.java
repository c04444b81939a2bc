/** What happened, kept for a while and handed to whoever follows. */
@NullMarked
package dev.hostler.engine.event;

import org.jspecify.annotations.NullMarked;
