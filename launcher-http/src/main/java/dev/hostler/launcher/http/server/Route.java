package dev.hostler.launcher.http.server;

/**
 * Where requests go. Immutable.
 *
 * @param method the method
 * @param path the path, in which a part in braces stands for any one part, and {@code {path}} at the end for one or more
 * @param access who may use it
 * @param dialect how it words refusals
 * @param endpoint what answers
 */
public record Route(String method, String path, Access access, Dialect dialect, Endpoint endpoint) {
    @Override
    public String toString() {
        return method + " " + path;
    }
}
