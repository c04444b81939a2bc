/** Secrets: where their values come from, and who may use which. */
@NullMarked
package dev.hostler.engine.secret;

import org.jspecify.annotations.NullMarked;
