package dev.hostler.api.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Experimental;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A git repository and the commit to check out. Immutable; construct it with {@link #builder}.
 *
 * @param url an http, https, ssh or file URL, an {@code user@host:path}, or an absolute path; never with a password
 * @param ref a branch, a tag, a full or abbreviated commit id, or {@code HEAD}
 * @param submodules whether submodules are checked out too
 * @param tokenSecret the name of the secret that holds the access token for http and https
 */
@Experimental
public record GitSource(String url, String ref, boolean submodules, Optional<String> tokenSecret) implements Source {
    private static final Pattern PASSWORD =
            Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*://[^/@]*:[^/@]*@.*", Pattern.DOTALL);
    private static final Pattern SAFE_REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/@+-]{0,254}");

    /** Checks the components. */
    public GitSource {
        requireUrl(url);
        if (!SAFE_REF.matcher(ref).matches()) {
            throw refused("ref", ref, "it is not a branch, tag, commit id or HEAD", "name one of these");
        }
    }

    /** Starts a source at the repository's HEAD, with submodules and without a token. */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    private static void requireUrl(String url) {
        if (PASSWORD.matcher(url).matches()) {
            throw refused(
                    "url",
                    url.replaceFirst("://[^/]*@", "://***@"),
                    "it carries a password",
                    "take it out and name a secret that holds the token");
        }
        if (url.isBlank() || url.startsWith("-") || url.chars().anyMatch(c -> c < ' ')) {
            throw refused("url", "", "it is empty or not a URL", "give the repository's URL or absolute path");
        }
    }

    private static RuntimeException refused(String field, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept source." + field, value, cause, remedy)
                .toException();
    }

    /** Collects the parts of a {@link GitSource}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private final String url;
        private String ref = "HEAD";
        private boolean submodules = true;
        private Optional<String> tokenSecret = Optional.empty();

        private Builder(String url) {
            this.url = url;
        }

        /** Sets the commit to check out: a branch, a tag, a full or abbreviated commit id, or {@code HEAD}. */
        public Builder ref(String value) {
            this.ref = value;
            return this;
        }

        /** Sets whether submodules are checked out too. */
        public Builder submodules(boolean value) {
            this.submodules = value;
            return this;
        }

        /** Names the secret that holds the access token. It is used for the checkout only; no step gets it. */
        public Builder tokenSecret(String name) {
            this.tokenSecret = Optional.of(name);
            return this;
        }

        /** Returns the source; throws {@code AgentException} if a part is wrong. */
        public GitSource build() {
            return new GitSource(url, ref, submodules, tokenSecret);
        }
    }
}
