/** Real servers and repositories on the loopback interface, for tests. */
@NullMarked
package dev.hostler.engine.testing;

import org.jspecify.annotations.NullMarked;
