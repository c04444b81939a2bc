/** The node as a client of its scheduler: registers, tells how it is, and is told to drain. */
@NullMarked
package dev.hostler.launcher.grpc.control;

import org.jspecify.annotations.NullMarked;
