package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;

/**
 * What lets a runner in at its server. It is used once. Immutable; its text form does not show the secret.
 *
 * @param kind what it is
 * @param value the secret: one line
 */
@Experimental
public record RunnerCredential(Kind kind, String value) {
    /** More than the server ever issues; a JIT configuration has about 4100 characters. */
    private static final int LONGEST = 64 * 1024;

    /** What a credential is. */
    @Experimental
    public enum Kind {
        /** A registration token, with which the runner registers itself; it lives for an hour. */
        TOKEN,
        /** A configuration that the server has made for this one runner, which is registered by it. */
        JIT_CONFIG
    }

    /** Checks the secret, and never shows it. */
    public RunnerCredential {
        if (value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw Fields.refused(
                    "credential",
                    kind.name(),
                    "it is empty, too long, or has characters that no such secret has",
                    "give it as the server has issued it");
        }
    }

    /** A registration token. */
    public static RunnerCredential token(String value) {
        return new RunnerCredential(Kind.TOKEN, value);
    }

    /** A configuration made by the server. */
    public static RunnerCredential jitConfig(String value) {
        return new RunnerCredential(Kind.JIT_CONFIG, value);
    }

    @Override
    public String toString() {
        return "RunnerCredential[" + kind + "]";
    }
}
