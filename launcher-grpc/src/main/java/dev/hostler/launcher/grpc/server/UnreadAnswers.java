package dev.hostler.launcher.grpc.server;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what is kept for clients that do not read. HTTP/2 holds an answer back until its client makes room for it, for as
 * long as that takes: so a call has its time from beginning to end, after which it is cut and its answer dropped, and who
 * leaves too much unread gets no further answers. Thread-safe.
 */
final class UnreadAnswers extends ServerStreamTracer.Factory implements ServerInterceptor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadAnswers.class);

    /** Some of the longest lists. */
    private static final long MOST_OF_A_CONNECTION = 8L << 20;

    /** A third of the memory of an idle node. */
    private static final long MOST_OF_ALL = 32L << 20;

    private static final String UNKNOWN = "unknown";
    private static final ServerStreamTracer NOTHING = new ServerStreamTracer() {};

    private final String service;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor timer;
    private final AtomicLong all = new AtomicLong();
    private final Map<String, Long> connections = new ConcurrentHashMap<>();

    /**
     * Makes bounds for the calls of a service; those of others may be long ones by design.
     *
     * @param service its full name
     * @param patience how long a call may take, with the reading of its answer
     */
    UnreadAnswers(String service, Duration patience) {
        this.service = service;
        this.patience = patience;
        this.timer = Workers.timer("unread");
    }

    /** Returns how many bytes of answers are not read yet. */
    long bytes() {
        return all.get();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return method.startsWith(service + "/") ? new Answer(method) : NOTHING;
    }

    /** Judged when the question has come in whole: the answers to those before it are counted by then. */
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        return service.equals(call.getMethodDescriptor().getServiceName()) ? judged(call, listener) : listener;
    }

    private <Q, A> ServerCall.Listener<Q> judged(ServerCall<Q, A> call, ServerCall.Listener<Q> listener) {
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onHalfClose() {
                if (all.get() < MOST_OF_ALL && of(connection(call.getAttributes())) < MOST_OF_A_CONNECTION) {
                    super.onHalfClose();
                } else {
                    refuse(call);
                }
            }
        };
    }

    private static void refuse(ServerCall<?, ?> call) {
        call.close(
                Status.RESOURCE_EXHAUSTED.withDescription("Cannot serve call '"
                        + call.getMethodDescriptor().getFullMethodName()
                        + "': too many answers wait for clients that do not read them; read those first"),
                new Metadata());
    }

    private long of(String connection) {
        return connections.getOrDefault(connection, 0L);
    }

    private static String connection(Attributes attributes) {
        Object address = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return address == null ? UNKNOWN : address.toString();
    }

    private void add(String connection, long bytes) {
        all.addAndGet(bytes);
        connections.merge(connection, bytes, (old, more) -> old + more == 0 ? null : old + more);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** One call, from its first header to its last byte. Its lock guards what is counted of it. */
    private final class Answer extends ServerStreamTracer {
        private final String method;
        private Context.CancellableContext context = Context.ROOT.withCancellation();
        private String connection = UNKNOWN;
        private long bytes;
        private boolean closed;

        Answer(String method) {
            this.method = method;
        }

        /** A context that is cancelled for this reason cuts its call. */
        @Override
        public Context filterContext(Context outer) {
            Context.CancellableContext limited = outer.withCancellation();
            var end = timer.schedule(() -> cut(limited), patience.toMillis(), TimeUnit.MILLISECONDS);
            limited.addListener(over -> end.cancel(false), Runnable::run);
            context = limited;
            return limited;
        }

        private void cut(Context.CancellableContext limited) {
            LOG.warn("Cut call {} of {}: its answer was not read within {}", method, connection, patience);
            limited.cancel(new TimeoutException("the answer was not read within " + patience));
        }

        @Override
        public void serverCallStarted(ServerCallInfo<?, ?> call) {
            connection = connection(call.getAttributes());
        }

        /** What is answered after the end is dropped at once. */
        @Override
        public synchronized void outboundUncompressedSize(long size) {
            if (!closed) {
                bytes += size;
                add(connection, size);
            }
        }

        @Override
        public void streamClosed(Status status) {
            synchronized (this) {
                closed = true;
                if (bytes > 0) {
                    add(connection, -bytes);
                }
            }
            context.cancel(null);
        }
    }
}
