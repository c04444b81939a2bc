/** Routes on a server: whatever a request asks for, this is the way to it and back. */
@NullMarked
package dev.hostler.launcher.http.server;

import org.jspecify.annotations.NullMarked;
