/** Artifacts: picks the files a job hands over and stores them. */
@NullMarked
package dev.hostler.engine.artifact;

import org.jspecify.annotations.NullMarked;
