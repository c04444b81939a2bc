package dev.hostler.launcher.http.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The content of a response. Thread-safe.
 *
 * <p>The server ends no silence on the connection meanwhile: whoever hands the content on watches the client, and knows the
 * reason.
 *
 * @param client who reads it
 * @param response where it goes
 * @param done told when all is over
 * @param patience how long the connection may be silent once all is over, in milliseconds
 */
record ResponseOutlet(Client client, Response response, Callback done, long patience) implements Outlet {
    static ResponseOutlet of(Request request, Response response, Callback done) {
        Client client = Client.of(request);
        return new ResponseOutlet(client, response, done, client.patience(0));
    }

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
            client.patience(patience); // it may never close its end
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
