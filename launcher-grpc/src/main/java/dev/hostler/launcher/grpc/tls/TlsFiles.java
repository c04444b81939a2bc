package dev.hostler.launcher.grpc.tls;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.launcher.grpc.settings.TlsSettings;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's certificate, key and authorities, from files that are read anew when they change. Handshakes from then on see
 * the new ones; connections that are there go on. What can't be used is reported, and the last good ones stay. Thread-safe.
 */
public final class TlsFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final long PACE_MILLIS = 500;

    private final TlsSettings files;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager clients;
    private final AdvancedTlsX509TrustManager servers;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread watcher;
    private List<Object> seen;

    private TlsFiles(TlsSettings files) throws GeneralSecurityException, IOException {
        this.files = files;
        this.clients = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                .build();
        this.servers = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION)
                .build();
        this.seen = marks();
        use(Identity.read(files));
        this.watcher = new Thread(this::watch, "hostler-tls-files");
        this.watcher.setDaemon(true);
    }

    /**
     * Reads the files, and watches them from then on.
     *
     * @throws AgentException with {@code INVALID_INPUT}, which names the file, if they can't be used
     */
    public static TlsFiles open(TlsSettings files) {
        try {
            TlsFiles opened = new TlsFiles(files);
            opened.watcher.start();
            return opened;
        } catch (IOException | GeneralSecurityException e) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "use certificates",
                            files.certificate() + ", " + files.key() + ", " + files.authority(),
                            reason(e),
                            "correct PERSYS_TLS_CERT, PERSYS_TLS_KEY and PERSYS_TLS_CA, make some for a trial with"
                                    + " dev-certs, or set PERSYS_TLS_ENABLED=false")
                    .toException(e);
        }
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private void use(Identity identity) throws GeneralSecurityException, IOException {
        keys.updateIdentityCredentials(identity.chain().toArray(X509Certificate[]::new), identity.key());
        X509Certificate[] authorities = identity.authorities().toArray(X509Certificate[]::new);
        clients.updateTrustCredentials(authorities);
        servers.updateTrustCredentials(authorities);
    }

    private void watch() {
        try {
            while (!closed.await(PACE_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each state of the files is tried once: who writes three files has them all right only after the third. */
    private void look() {
        try {
            List<Object> now = marks();
            if (!now.equals(seen)) {
                seen = now;
                use(Identity.read(files));
                LOG.info("The certificates have changed; new connections see {}", files.certificate());
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warn("Changed certificates can't be used, the last ones stay: {}", reason(e));
        }
    }

    private List<Object> marks() throws IOException {
        return List.of(mark(files.certificate()), mark(files.key()), mark(files.authority()));
    }

    /** That a file is gone is a state of it too: reported once, like any other. */
    private static Object mark(Path file) throws IOException {
        try {
            FileTime time = Files.getLastModifiedTime(file);
            return List.of(time, Files.size(file), String.valueOf(Files.getAttribute(file, "unix:ino")));
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }

    /** Returns what proves who the node is. */
    public AdvancedTlsX509KeyManager keys() {
        return keys;
    }

    /** Returns what judges the node's clients. */
    public AdvancedTlsX509TrustManager clients() {
        return clients;
    }

    /** Returns what judges servers that the node calls, with their host names. */
    public AdvancedTlsX509TrustManager servers() {
        return servers;
    }

    @Override
    public void close() {
        closed.countDown();
        watcher.interrupt();
    }
}
