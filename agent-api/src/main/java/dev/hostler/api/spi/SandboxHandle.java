package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/**
 * What the engine keeps to find a sandbox again after a restart. Immutable.
 *
 * @param sandbox the sandbox's id
 * @param executor the id of the executor that opened it
 * @param value what that executor needs; it may change the form between versions and must read its older ones
 */
@Experimental
public record SandboxHandle(String sandbox, String executor, String value) {}
