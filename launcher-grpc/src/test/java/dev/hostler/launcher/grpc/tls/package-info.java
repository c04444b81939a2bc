/** Tests of certificates, with real handshakes. */
package dev.hostler.launcher.grpc.tls;
