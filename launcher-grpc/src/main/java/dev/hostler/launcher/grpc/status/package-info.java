/** From what the engine tells of workloads to the protocol's words. */
@NullMarked
package dev.hostler.launcher.grpc.status;

import org.jspecify.annotations.NullMarked;
