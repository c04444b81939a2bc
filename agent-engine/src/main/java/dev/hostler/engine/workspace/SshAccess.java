package dev.hostler.engine.workspace;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The ssh client of one fetch: the keys, known hosts and settings in the user's {@code ~/.ssh}, never a question, and
 * only servers whose key is known. Made when first needed, since it starts threads. Confined to one thread.
 */
final class SshAccess implements AutoCloseable {
    private final Path home;
    private @Nullable SshdSessionFactory factory;
    private volatile boolean hostKeyRefused;

    SshAccess(Path home) {
        this.home = home;
    }

    /** Returns whether a server was refused because of its key. */
    boolean hostKeyRefused() {
        return hostKeyRefused;
    }

    SshSessionFactory sessions() {
        SshdSessionFactory present = factory;
        if (present == null) {
            present = new SshdSessionFactoryBuilder()
                    .setHomeDirectory(home.toFile())
                    .setSshDirectory(home.resolve(".ssh").toFile())
                    .setPreferredAuthentications("publickey")
                    .setServerKeyDatabase((user, ssh) -> new KnownServers(knownHosts(ssh)))
                    .build(null);
            factory = present;
        }
        return present;
    }

    private static List<Path> knownHosts(File ssh) {
        return List.of(ssh.toPath().resolve("known_hosts"), ssh.toPath().resolve("known_hosts2"));
    }

    @Override
    public void close() {
        if (factory != null) {
            factory.close();
        }
    }

    /** The user's known hosts, read strictly whatever {@code ~/.ssh/config} says. */
    private final class KnownServers implements ServerKeyDatabase {
        private final ServerKeyDatabase files;

        KnownServers(List<Path> knownHosts) {
            this.files = new OpenSshServerKeyDatabase(false, knownHosts);
        }

        @Override
        public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration config) {
            return files.lookup(address, remote, new Strict(config));
        }

        @Override
        public boolean accept(
                String address,
                InetSocketAddress remote,
                PublicKey key,
                Configuration config,
                @Nullable CredentialsProvider provider) {
            boolean accepted = files.accept(address, remote, key, new Strict(config), provider);
            hostKeyRefused |= !accepted;
            return accepted;
        }
    }

    private record Strict(ServerKeyDatabase.Configuration config) implements ServerKeyDatabase.Configuration {
        @Override
        public List<String> getUserKnownHostsFiles() {
            return config.getUserKnownHostsFiles();
        }

        @Override
        public List<String> getGlobalKnownHostsFiles() {
            return config.getGlobalKnownHostsFiles();
        }

        @Override
        public StrictHostKeyChecking getStrictHostKeyChecking() {
            return StrictHostKeyChecking.REQUIRE_MATCH;
        }

        @Override
        public boolean getHashKnownHosts() {
            return config.getHashKnownHosts();
        }

        @Override
        public String getUsername() {
            return config.getUsername();
        }
    }
}
