package dev.hostler.launcher.http.server;

import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** Turns requests that ask for it into WebSockets. Thread-safe. */
final class WebSockets {
    /** Longer messages go in several frames, and come so. */
    private static final long LONGEST_FRAME = 64 << 10;

    private final WebSocketMappings mappings;

    /** Prepares a server that is not started yet. */
    WebSockets(Server server) {
        this.mappings = new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server));
    }

    /**
     * Makes a WebSocket of a request, and completes its callback.
     *
     * @param opened told when it can be written to
     * @return whether that could be done; if not, the request is still there to be answered
     */
    boolean open(Request request, Response response, Callback callback, Consumer<Outlet> opened) {
        return mappings.upgrade(new Way(new WebSocketOutlet(opened)), request, response, callback, null);
    }

    /** Lets one client in. */
    private record Way(WebSocketOutlet outlet) implements WebSocketNegotiator {
        @Override
        public FrameHandler negotiate(ServerUpgradeRequest asked, ServerUpgradeResponse answer, Callback callback) {
            return outlet;
        }

        /** Those that follow are watched by {@link Followers}. */
        @Override
        public void customize(Configuration settings) {
            settings.setIdleTimeout(Duration.ZERO);
            settings.setMaxFrameSize(LONGEST_FRAME);
            settings.setAutoFragment(true);
        }
    }
}
