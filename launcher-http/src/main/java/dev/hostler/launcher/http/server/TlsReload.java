package dev.hostler.launcher.http.server;

import dev.hostler.api.error.AgentException;
import dev.hostler.launcher.http.tls.TlsFiles;
import dev.hostler.launcher.http.tls.TlsIdentity;
import java.time.Duration;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a server's TLS at what its files say. Connections that are there stay as they are; what can't be used is told once, and
 * changes nothing. Thread-safe.
 */
final class TlsReload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);

    private final TlsFiles files;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();
    private final Thread watcher;
    private String seen;
    private @Nullable String trouble;

    /**
     * Loads the files, and looks at them again at this pace.
     *
     * @throws AgentException with {@code INVALID_INPUT} if one is not there or is wrong
     */
    TlsReload(TlsFiles files, Duration pace) {
        this.files = files;
        this.seen = TlsIdentity.digest(files);
        TlsIdentity first = TlsIdentity.load(files);
        tls.setSslContext(first.context());
        tls.setNeedClientAuth(files.clientCa().isPresent());
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setRenegotiationAllowed(false);
        LOG.info("Shows the certificate of {}", first);
        this.watcher = Workers.start("tls", () -> watch(pace));
    }

    /** Returns what connections are made with. */
    SslContextFactory.Server factory() {
        return tls;
    }

    private void watch(Duration pace) {
        try {
            while (true) {
                Thread.sleep(pace.toMillis());
                look();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            String now = TlsIdentity.digest(files);
            if (!now.equals(seen)) {
                seen = now;
                use(TlsIdentity.load(files));
            }
        } catch (AgentException unusable) {
            tell(unusable.failure().message());
        } catch (Exception defect) {
            tell(defect.toString());
        }
    }

    private void use(TlsIdentity next) throws Exception {
        tls.reload(factory -> factory.setSslContext(next.context()));
        trouble = null;
        LOG.info("Shows from now on the certificate of {}", next);
    }

    private void tell(String message) {
        if (!message.equals(trouble)) {
            trouble = message;
            LOG.warn("{}. What was in use before stays in use", message);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
