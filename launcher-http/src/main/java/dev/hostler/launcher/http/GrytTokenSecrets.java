package dev.hostler.launcher.http;

import dev.hostler.launcher.http.gryt.GrytSettings;
import dev.hostler.launcher.http.gryt.TokenSecrets;

/** Decrypts the tokens of jobs with the key in the environment of this process. Thread-safe. */
public final class GrytTokenSecrets extends TokenSecrets {
    /** Creates a resolver, as a provider that is found. */
    public GrytTokenSecrets() {
        super(() -> Environment.ofThisProcess().variable(GrytSettings.KEY));
    }
}
