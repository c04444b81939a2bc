/** Fakes, and the contracts that implementations of the SPI are tested by. */
@NullMarked
package dev.hostler.testkit;

import org.jspecify.annotations.NullMarked;
