package dev.hostler.launcher.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;

/**
 * The other end of a connection whose last request is being answered. Thread-safe.
 *
 * @param connection the connection
 * @param address who it is, for messages
 */
record Client(EndPoint connection, String address) {
    private static final int LOOK = 256;

    static Client of(Request request) {
        return new Client(
                request.getConnectionMetaData().getConnection().getEndPoint(), Request.getRemoteAddr(request));
    }

    /**
     * Returns whether it has hung up. What it has sent behind its request is dropped: this is the last request on its
     * connection.
     */
    boolean isGone() {
        ByteBuffer dropped = BufferUtil.allocate(LOOK);
        try {
            return !connection.isOpen() || connection.fill(dropped) < 0;
        } catch (IOException broken) {
            return true;
        }
    }

    /**
     * Sets how long the server bears silence on the connection.
     *
     * @param millis 0 for any time
     * @return what it was before
     */
    long patience(long millis) {
        long before = connection.getIdleTimeout();
        connection.setIdleTimeout(millis);
        return before;
    }

    /** Breaks the connection; a write that waits for the client fails with this cause. */
    void drop(Throwable cause) {
        connection.close(cause);
    }

    @Override
    public String toString() {
        return address;
    }
}
