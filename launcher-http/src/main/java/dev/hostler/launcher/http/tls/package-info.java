/** Certificates: what the door shows, and whose it takes. */
@NullMarked
package dev.hostler.launcher.http.tls;

import org.jspecify.annotations.NullMarked;
