/** From the protocol's wishes to the engine's: one codec for each type of workload. */
@NullMarked
package dev.hostler.launcher.grpc.codec;

import org.jspecify.annotations.NullMarked;
