/** Archives in the tar format, written from directories and unpacked into them without any trust in their content. */
@NullMarked
package dev.hostler.engine.archive;

import org.jspecify.annotations.NullMarked;
