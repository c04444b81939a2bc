package dev.hostler.engine.workspace;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Makes the http connections to one repository's server, and remembers the last status. JGit keeps an accepted login
 * across a redirect to another host; here it is left off there. Thread-safe.
 */
final class GuardedHttp implements HttpConnectionFactory {
    private final RemoteUrl server;
    private volatile int status;

    GuardedHttp(RemoteUrl server) {
        this.server = server;
    }

    /** Returns the status of the last answer; 0 if there was none. */
    int status() {
        return status;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, null);
    }

    @Override
    public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
        boolean trusted = server.sameOrigin(new URIish(url));
        return new Connection(url, proxy == null ? Proxy.NO_PROXY : proxy, trusted);
    }

    private final class Connection extends JDKHttpConnection {
        private final boolean trusted;

        Connection(URL url, Proxy proxy, boolean trusted) throws IOException {
            super(url, proxy);
            this.trusted = trusted;
        }

        @Override
        public void setRequestProperty(String key, String value) {
            if (trusted || !key.equalsIgnoreCase("Authorization")) {
                super.setRequestProperty(key, value);
            }
        }

        @Override
        public int getResponseCode() throws IOException {
            status = super.getResponseCode();
            return status;
        }
    }
}
