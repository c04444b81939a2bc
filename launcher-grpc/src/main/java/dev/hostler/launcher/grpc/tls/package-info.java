/** Certificates: read anew when they change, and made for development. */
@NullMarked
package dev.hostler.launcher.grpc.tls;

import org.jspecify.annotations.NullMarked;
