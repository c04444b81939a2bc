package dev.hostler.engine.workspace;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.transport.URIish;

/**
 * A repository's address, without anything secret. Immutable.
 *
 * @param kind how it is reached
 * @param text the address as it may be shown and stored
 * @param uri the address as JGit takes it
 * @param user the user that an http address named; some servers take a token there
 */
record RemoteUrl(Kind kind, String text, URIish uri, Optional<String> user) {
    /** How a repository is reached. */
    enum Kind {
        HTTP,
        SSH,
        LOCAL
    }

    private static final String SCHEME_SEPARATOR = "://";

    /** Reads an address; throws if it is none of http, https, ssh, file, {@code user@host:path} or an absolute path. */
    static RemoteUrl parse(String address) {
        try {
            return address.startsWith("/") ? local(Path.of(address)) : parseUri(address, new URIish(address));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw refused(ErrorCode.INVALID_INPUT, withoutUser(address), "it is not a URL", "check how it is written");
        }
    }

    private static RemoteUrl parseUri(String address, URIish uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("http") || scheme.equals("https")) {
            return http(uri);
        }
        if (scheme.equals("file")) {
            return file(address, uri);
        }
        boolean helper = address.contains("::"); // in git's own syntax the name of a program to run
        if (!helper && (scheme.equals("ssh") || (scheme.isEmpty() && uri.getHost() != null))) {
            return new RemoteUrl(Kind.SSH, uri.setPass(null).toString(), uri.setPass(null), Optional.empty());
        }
        throw refused(
                ErrorCode.INVALID_INPUT,
                withoutUser(address),
                scheme.isEmpty() ? "it is neither a URL nor an absolute path" : "'" + scheme + "' is not supported",
                "use http, https, ssh, file, user@host:path or an absolute path");
    }

    private static RemoteUrl http(URIish given) {
        Optional<String> user = Optional.ofNullable(given.getUser());
        URIish uri = given.setUser(null).setPass(null);
        String text = uri.toString();
        int end = text.indexOf('?') >= 0 ? text.indexOf('?') : text.length();
        return new RemoteUrl(Kind.HTTP, text.substring(0, end), uri, user);
    }

    private static RemoteUrl file(String address, URIish uri) {
        String host = uri.getHost() == null ? "" : uri.getHost();
        if (!host.isEmpty() && !host.equals("localhost")) {
            throw refused(
                    ErrorCode.INVALID_INPUT,
                    address,
                    "a file URL names no other host",
                    "write file:///path/to/repository");
        }
        return local(Path.of(uri.getPath()));
    }

    private static RemoteUrl local(Path path) {
        String text = path.normalize().toString();
        return new RemoteUrl(Kind.LOCAL, text, new URIish().setPath(text), Optional.empty());
    }

    /** Returns the directory of a local repository. */
    Path path() {
        return Path.of(text);
    }

    /** Returns whether both have the same scheme, host and port, so that one may see the other's token. */
    boolean sameOrigin(URIish other) {
        return Objects.equals(uri.getScheme(), other.getScheme())
                && Objects.equals(lower(uri.getHost()), lower(other.getHost()))
                && port(uri) == port(other);
    }

    /**
     * Reads the address of a submodule of this repository. What comes from another host must not lead to a repository
     * on this one, which a job could then read.
     */
    RemoteUrl submodule(String address) {
        boolean relative = address.startsWith("./") || address.startsWith("../");
        RemoteUrl result = parse(relative ? resolve(address) : address);
        if (result.kind == Kind.LOCAL && kind != Kind.LOCAL) {
            throw refused(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    address,
                    "a submodule of a remote repository must not be on this host",
                    "change its url in .gitmodules");
        }
        if (relative && kind != Kind.LOCAL && !sameOrigin(result.uri)) {
            throw refused(
                    ErrorCode.SOURCE_UNAVAILABLE, address, "it leads above its host", "change its url in .gitmodules");
        }
        return result;
    }

    /** As git does: each {@code ../} takes one name off the end of this address. */
    private String resolve(String relative) {
        String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        String rest = relative;
        while (rest.startsWith("./") || rest.startsWith("../")) {
            if (rest.startsWith("../")) {
                base = parentOf(base);
            }
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        return base.endsWith(":") ? base + rest : base + "/" + rest;
    }

    private static String parentOf(String base) {
        int slash = base.lastIndexOf('/');
        if (slash > base.indexOf(SCHEME_SEPARATOR) + 2 || (slash >= 0 && !base.contains(SCHEME_SEPARATOR))) {
            return base.substring(0, slash);
        }
        return base.substring(0, base.lastIndexOf(':') + 1);
    }

    private static String lower(String host) {
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    private static int port(URIish uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : "http".equals(uri.getScheme()) ? 80 : 22;
    }

    private static String withoutUser(String address) {
        return address.replaceFirst("://[^/@]*@", "://");
    }

    private static AgentException refused(ErrorCode code, String address, String cause, String remedy) {
        return Failure.cannot(code, "check out repository", address, cause, remedy)
                .toException();
    }
}
