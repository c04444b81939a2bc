/** The launcher for HTTP: a door of the agent, and a program that is one agent with that door. */
@NullMarked
package dev.hostler.launcher.http;

import org.jspecify.annotations.NullMarked;
