/** What the executors share. */
@NullMarked
package dev.hostler.engine.executor;

import org.jspecify.annotations.NullMarked;
