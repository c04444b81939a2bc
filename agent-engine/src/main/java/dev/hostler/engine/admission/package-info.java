/** Says yes or no to a job before anything of it is stored. */
@NullMarked
package dev.hostler.engine.admission;

import org.jspecify.annotations.NullMarked;
