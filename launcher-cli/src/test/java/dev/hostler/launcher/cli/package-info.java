/** Tests of the command line; the agent behind it is a fake, its files, processes and signals are real. */
@NullMarked
package dev.hostler.launcher.cli;

import org.jspecify.annotations.NullMarked;
