package dev.hostler.engine.docker;

import java.util.Optional;

/**
 * What came of the look for a login. Immutable.
 *
 * @param login the login, if there is one
 * @param trouble why there may be one that can't be had; without a secret
 */
record LoginFinding(Optional<RegistryLogin> login, Optional<String> trouble) {
    static final LoginFinding NONE = new LoginFinding(Optional.empty(), Optional.empty());

    static LoginFinding of(RegistryLogin login) {
        return new LoginFinding(Optional.of(login), Optional.empty());
    }

    static LoginFinding trouble(String cause) {
        return new LoginFinding(Optional.empty(), Optional.of(cause));
    }
}
