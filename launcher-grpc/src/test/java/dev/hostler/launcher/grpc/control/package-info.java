/** Tests with a scheduler of ours as peer. */
package dev.hostler.launcher.grpc.control;
