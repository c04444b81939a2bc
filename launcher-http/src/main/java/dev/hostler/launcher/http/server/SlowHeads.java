package dev.hostler.launcher.http.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off clients that begin a request and do not come to the end of its head. Thread-safe.
 *
 * <p>The server itself only sees whether anything comes: a client that sends a byte now and then would hold its connection for
 * ever, and two thousand of them all there are.
 */
final class SlowHeads implements Connection.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlowHeads.class);

    private final Map<Connection, Head> heads = new ConcurrentHashMap<>();
    private final Duration patience;
    private final Thread watcher;

    /** How far a connection is with its next request. The watcher alone moves {@code since} on while one is awaited. */
    private static final class Head {
        private volatile boolean answering;
        private volatile long since = System.nanoTime();
        /** What had come when the last answer was over; a new connection owes its first request at once. */
        private volatile long bytes = -1;
    }

    /** @param patience how long the head of a request may take */
    SlowHeads(Duration patience) {
        this.patience = patience;
        this.watcher = Workers.start("heads", this::watch);
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) { // and not the TLS below it
            heads.put(connection, new Head());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        heads.remove(connection);
    }

    /** The head of a request is there; what follows is no longer the watcher's. */
    void isThere(Request request) {
        Connection connection = request.getConnectionMetaData().getConnection();
        Head head = heads.get(connection);
        if (head != null) {
            head.answering = true;
            Request.addCompletionListener(request, failure -> isAnswered(connection, head));
        }
    }

    private static void isAnswered(Connection connection, Head head) {
        head.bytes = connection.getBytesIn();
        head.since = System.nanoTime();
        head.answering = false;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(Math.max(1, patience.toMillis() / 10));
                heads.forEach(this::look);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Connection connection, Head head) {
        if (head.answering) {
            return;
        }
        long now = System.nanoTime();
        if (connection.getBytesIn() == head.bytes) {
            head.since = now; // it rests; how long it may is another limit
        } else if (now - head.since > patience.toNanos()) {
            LOG.debug("Cut off {}: the head of its request takes too long", connection);
            connection.getEndPoint().close(new TimeoutException("the head of the request takes too long"));
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
