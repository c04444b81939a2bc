/** Tests of the server, with real clients. */
package dev.hostler.launcher.grpc.server;
