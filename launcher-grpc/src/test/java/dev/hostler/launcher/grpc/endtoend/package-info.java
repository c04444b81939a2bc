/** The packaged launcher, called by a generated client, with the real Docker engine. */
package dev.hostler.launcher.grpc.endtoend;
