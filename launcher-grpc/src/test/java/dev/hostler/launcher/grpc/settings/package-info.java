/** Tests of each setting. */
package dev.hostler.launcher.grpc.settings;
