/** Tests of the door and of the program. */
package dev.hostler.launcher.grpc;
