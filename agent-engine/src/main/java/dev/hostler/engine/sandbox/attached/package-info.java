/** The agent's side of a sandbox that shares no files with it: files are copied, steps are attached programs. */
@NullMarked
package dev.hostler.engine.sandbox.attached;

import org.jspecify.annotations.NullMarked;
