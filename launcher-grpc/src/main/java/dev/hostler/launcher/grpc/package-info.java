/** The launcher for gRPC: a door of the agent that makes it a node of a Persys cluster, and a program that is one agent with that door. */
@NullMarked
package dev.hostler.launcher.grpc;

import org.jspecify.annotations.NullMarked;
