/** Programs that measure. */
package dev.hostler.launcher.grpc.bench;
