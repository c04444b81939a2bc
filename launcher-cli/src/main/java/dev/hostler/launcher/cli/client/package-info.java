/** The verbs for an agent that runs: what they ask it for over HTTP, and how its answers are shown. */
@NullMarked
package dev.hostler.launcher.cli.client;

import org.jspecify.annotations.NullMarked;
