package dev.hostler.engine.docker;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the client library is to know: the engine and the version to speak, and nothing else. Its own default reads
 * system properties, variables and the files of {@code docker login}, and fails with them. Immutable.
 *
 * @param address the engine
 * @param version the version of the API
 */
record EngineClientConfig(EngineAddress address, ApiVersion version) implements DockerClientConfig {
    @Override
    public URI getDockerHost() {
        return URI.create(address.uri());
    }

    @Override
    public RemoteApiVersion getApiVersion() {
        return RemoteApiVersion.create(version.major(), version.minor());
    }

    @Override
    public @Nullable String getRegistryUsername() {
        return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
        return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
        return null;
    }

    @Override
    public @Nullable String getRegistryUrl() {
        return null;
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
        return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return new AuthConfigurations();
    }

    @Override
    public @Nullable SSLConfig getSSLConfig() {
        return null;
    }
}
