/** The server: who may call, and what is kept of each call. */
@NullMarked
package dev.hostler.launcher.grpc.server;

import org.jspecify.annotations.NullMarked;
