package dev.hostler.launcher.http.server;

import java.util.function.Consumer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/** A WebSocket to which everything goes as text, and from which nothing is expected. Thread-safe. */
final class WebSocketOutlet implements FrameHandler, Outlet {
    private final Consumer<Outlet> opened;
    private volatile @Nullable CoreSession session;
    private volatile boolean gone;

    /** @param opened told when it can be written to */
    WebSocketOutlet(Consumer<Outlet> opened) {
        this.opened = opened;
    }

    @Override
    public void onOpen(CoreSession open, Callback callback) {
        session = open;
        callback.succeeded();
        open.demand();
        opened.accept(this);
    }

    /** A ping is answered, a close by the server itself; all else is passed over. */
    @Override
    public void onFrame(Frame frame, Callback callback) {
        CoreSession open = session;
        if (open != null && frame.getOpCode() == OpCode.PING) {
            Frame pong = new Frame(OpCode.PONG).setPayload(BufferUtil.copy(frame.getPayload()));
            open.sendFrame(pong, Callback.NOOP, false);
        }
        callback.succeeded();
        if (open != null) {
            open.demand();
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        gone = true;
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        gone = true;
        callback.succeeded();
    }

    @Override
    public void write(boolean last, byte[] bytes, Callback callback) {
        CoreSession open = session;
        if (open == null || bytes.length == 0) {
            callback.succeeded();
        } else {
            open.sendFrame(new Frame(OpCode.TEXT, BufferUtil.toBuffer(bytes)), callback, false);
        }
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public void drop(Throwable cause) {
        CoreSession open = session;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void end(@Nullable Throwable failure) {
        CoreSession open = session;
        if (open != null && failure == null) {
            open.close(CloseStatus.NORMAL, null, Callback.NOOP);
        } else if (open != null) {
            open.abort();
        }
    }

    @Override
    public String toString() {
        CoreSession open = session;
        return "WebSocket of " + (open == null ? "nobody" : open.getRemoteAddress());
    }
}
