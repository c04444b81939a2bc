/** Fakes, and the contract tests that whoever implements the SPI runs against the own implementation. */
@NullMarked
package dev.hostler.testkit;

import org.jspecify.annotations.NullMarked;
