/** Front doors: how requests from outside reach the agent. */
@NullMarked
package dev.hostler.api.door;

import org.jspecify.annotations.NullMarked;
