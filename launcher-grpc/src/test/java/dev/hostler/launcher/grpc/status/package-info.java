/** Tests of what is told. */
package dev.hostler.launcher.grpc.status;
