/** The calls that the node answers. */
@NullMarked
package dev.hostler.launcher.grpc.service;

import org.jspecify.annotations.NullMarked;
