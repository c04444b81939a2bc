/** The command line: options to API calls, results to lines, JSON and exit codes. */
@NullMarked
package dev.hostler.launcher.cli;

import org.jspecify.annotations.NullMarked;
