package dev.hostler.launcher.cli;

import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Source;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code --repo}, {@code --ref} and {@code --dirty} to a source. */
final class Sources {
    /** The environment variable that holds the access token for http and https, and the secret's name. */
    static final String TOKEN = "HOSTLER_GIT_TOKEN";

    private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");
    private static final Pattern HTTP = Pattern.compile("(?i)https?://.*");

    /** As git tells them from paths: a colon before the first slash. */
    private static final Pattern SCP = Pattern.compile("[^/:]+:.*");

    private static final Pattern PASSWORD = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)[^/]*:[^/]*(@.*)");

    private Sources() {}

    static Optional<Source> from(RunOptions options, Invocation invocation) {
        if (options.repo.isEmpty()) {
            refuseWithoutRepository(options.ref.isPresent(), "--ref");
            refuseWithoutRepository(options.dirty, "--dirty");
            return Optional.empty();
        }
        String repo = options.repo.get();
        if (options.dirty) {
            return Optional.of(directory(repo, options, invocation));
        }
        return Optional.of(git(repo, options, invocation));
    }

    /** Returns the name of the secret that a source wants. */
    static Optional<String> tokenOf(Source source) {
        return source instanceof GitSource git ? git.tokenSecret() : Optional.empty();
    }

    private static void refuseWithoutRepository(boolean given, String option) {
        if (given) {
            throw Failures.badInput(
                    "accept option", option, "no repository is named", "add --repo, or leave " + option + " out");
        }
    }

    private static Source directory(String repo, RunOptions options, Invocation invocation) {
        if (remote(repo)) {
            throw refusedDirty("the repository is not a directory of this host");
        }
        if (options.ref.isPresent()) {
            throw refusedDirty("--ref asks for a commit, --dirty for the files as they are");
        }
        return new DirectorySource(invocation.resolve(repo));
    }

    private static RuntimeException refusedDirty(String cause) {
        return Failures.badInput("accept option", "--dirty", cause, "leave --dirty out");
    }

    private static Source git(String repo, RunOptions options, Invocation invocation) {
        refusePassword(repo);
        GitSource.Builder source =
                GitSource.builder(remote(repo) ? repo : invocation.resolve(repo).toString());
        options.ref.ifPresent(source::ref);
        if (HTTP.matcher(repo).matches() && invocation.variable(TOKEN).isPresent()) {
            source.tokenSecret(TOKEN);
        }
        return source.build();
    }

    private static void refusePassword(String url) {
        Matcher password = PASSWORD.matcher(url);
        if (password.matches()) {
            throw Failures.badInput(
                    "accept option --repo",
                    password.group(1) + "***" + password.group(2),
                    "the URL carries a password, which every user of this host can read",
                    "take it out and set the environment variable " + TOKEN);
        }
    }

    private static boolean remote(String repo) {
        return URL.matcher(repo).matches() || SCP.matcher(repo).matches();
    }
}
