/** Brings the files of a job's source into its workspace. */
@NullMarked
package dev.hostler.engine.workspace;

import org.jspecify.annotations.NullMarked;
