/** The agent's side of a sandbox: its directories, its supervisor, and the steps that run in it. */
@NullMarked
package dev.hostler.engine.sandbox;

import org.jspecify.annotations.NullMarked;
