package dev.hostler.engine.workspace;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Answers one repository's server with the job's token, nobody else, and never asks a person. Thread-safe. */
final class TokenCredentials extends CredentialsProvider {
    /** Servers that take a token as password do not look at the name, but refuse an empty one. */
    private static final String ANY_USER = "x-access-token";

    private final RemoteUrl server;
    private final Optional<String> token;
    private volatile boolean refused;

    TokenCredentials(RemoteUrl server, Optional<String> token) {
        this.server = server;
        this.token = token;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        return Arrays.stream(items)
                .allMatch(item -> item instanceof CredentialItem.Username || item instanceof CredentialItem.Password);
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        if (refused
                || !server.sameOrigin(uri)
                || !supports(items)
                || (token.isEmpty() && server.user().isEmpty())) {
            return false;
        }
        for (CredentialItem item : items) {
            if (item instanceof CredentialItem.Username name) {
                name.setValue(server.user().orElse(ANY_USER));
            } else if (item instanceof CredentialItem.Password password) {
                password.setValueNoCopy(token.orElse("").toCharArray());
            }
        }
        return true;
    }

    /** JGit calls this when the server has refused the answer; the same one again would not help. */
    @Override
    public void reset(URIish uri) {
        refused = true;
    }
}
