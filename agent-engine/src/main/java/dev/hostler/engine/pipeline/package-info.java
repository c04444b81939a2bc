/** Pipeline files: finds them in a workspace and reads them. */
@NullMarked
package dev.hostler.engine.pipeline;

import org.jspecify.annotations.NullMarked;
