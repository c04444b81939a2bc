package dev.hostler.engine.docker;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A registry, as image names and logins name it. Immutable.
 *
 * @param host its host name, with the port if it is not the usual one
 */
record RegistryName(String host) {
    private static final RegistryName HUB = new RegistryName("docker.io");

    /** The key that {@code docker login} gives to Docker Hub, for reasons of history. */
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private static final Set<String> HUB_HOSTS = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    /** The first part of an image's name is a registry only if it looks like a host (the engine's own rule). */
    static RegistryName of(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean isHost = first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
        return isHost && !HUB_HOSTS.contains(first) ? new RegistryName(first) : HUB;
    }

    /** Returns the name under which a login is kept, and by which a credential program knows it. */
    String key() {
        return equals(HUB) ? HUB_KEY : host;
    }

    /** Returns all names that people use for it, the proper one first. */
    List<String> keys() {
        return equals(HUB) ? List.of(HUB_KEY, "index.docker.io", "docker.io") : List.of(host);
    }

    /** Returns whether a key of a login file means this registry; some tools write a whole address. */
    boolean isMeantBy(String key) {
        String bare = key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        return keys().contains(key) || of(bare + "/").equals(this);
    }

    @Override
    public String toString() {
        return host;
    }
}
