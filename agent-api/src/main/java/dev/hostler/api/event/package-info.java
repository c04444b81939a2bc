/** What happened, in order. */
@NullMarked
package dev.hostler.api.event;

import org.jspecify.annotations.NullMarked;
