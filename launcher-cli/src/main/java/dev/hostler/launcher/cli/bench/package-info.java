/** {@code hostler bench}: what this host makes of jobs, next to the plain tools. */
@NullMarked
package dev.hostler.launcher.cli.bench;

import org.jspecify.annotations.NullMarked;
