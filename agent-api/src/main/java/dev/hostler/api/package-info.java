/** The façade: start an agent, hand it work, follow what becomes of it. */
@NullMarked
package dev.hostler.api;

import org.jspecify.annotations.NullMarked;
