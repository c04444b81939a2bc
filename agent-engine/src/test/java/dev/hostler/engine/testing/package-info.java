/** What tests of several rooms need of the machine they run on. */
@NullMarked
package dev.hostler.engine.testing;

import org.jspecify.annotations.NullMarked;
