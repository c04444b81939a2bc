/** The processes of the host: started, watched and killed in one place. */
@NullMarked
package dev.hostler.engine.process;

import org.jspecify.annotations.NullMarked;
