/** Tests of the numbers. */
package dev.hostler.launcher.grpc.metrics;
