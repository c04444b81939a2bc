/** What is known of this machine and of what runs on it. */
@NullMarked
package dev.hostler.engine.node;

import org.jspecify.annotations.NullMarked;
