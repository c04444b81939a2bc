package dev.hostler.launcher.http.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The content of a response. Thread-safe.
 *
 * @param client who reads it
 * @param response where it goes
 * @param done told when all is over
 */
record ResponseOutlet(Client client, Response response, Callback done) implements Outlet {
    @Override
    public void write(boolean last, byte[] bytes, Callback callback) {
        response.write(last, ByteBuffer.wrap(bytes), callback);
    }

    @Override
    public boolean isGone() {
        return client.isGone();
    }

    @Override
    public void drop(Throwable cause) {
        client.drop(cause);
    }

    @Override
    public void end(@Nullable Throwable failure) {
        if (failure == null) {
            done.succeeded();
        } else {
            done.failed(failure);
        }
    }

    @Override
    public String toString() {
        return client.toString();
    }
}
