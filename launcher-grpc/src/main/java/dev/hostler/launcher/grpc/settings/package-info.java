/** What the door and its agent are told, by variables and by a file. */
@NullMarked
package dev.hostler.launcher.grpc.settings;

import org.jspecify.annotations.NullMarked;
