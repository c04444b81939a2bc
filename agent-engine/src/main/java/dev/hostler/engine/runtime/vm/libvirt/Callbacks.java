package dev.hostler.engine.runtime.vm.libvirt;

import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What libvirt calls. Native code holds no reference to an object of Java, and may still be about to call what was taken
 * back a moment ago: so there is one callback of each kind for the life of the process, and listeners are known to them by
 * number. Thread-safe.
 */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final Map<Long, DomainListener> LISTENERS = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Libvirt would print each error; we word them ourselves. */
    static final LibvirtCalls.ErrorSink SILENCE = (data, error) -> {};

    static final LibvirtCalls.CloseSink END = (connection, reason, data) -> {
        DomainListener listener = listener(data);
        if (listener != null) {
            listener.lost();
        }
    };

    private Callbacks() {}

    static LibvirtCalls.LifecycleSink changes(LibvirtCalls calls) {
        return Changes.of(calls);
    }

    static LibvirtCalls.TimeoutSink wake(LibvirtCalls calls) {
        return Wake.of(calls);
    }

    /** Returns the number by which a listener is called from now on. */
    static Pointer add(DomainListener listener) {
        long number = NUMBERS.incrementAndGet();
        LISTENERS.put(number, listener);
        return Pointer.createConstant(number);
    }

    static void remove(Pointer number) {
        LISTENERS.remove(Pointer.nativeValue(number));
    }

    private static @Nullable DomainListener listener(@Nullable Pointer data) {
        return data == null ? null : LISTENERS.get(Pointer.nativeValue(data));
    }

    /** Holds the one callback for events of domains. */
    private static final class Changes {
        private static LibvirtCalls.@Nullable LifecycleSink held;

        static synchronized LibvirtCalls.LifecycleSink of(LibvirtCalls calls) {
            LibvirtCalls.LifecycleSink there = held;
            if (there == null) {
                there = (connection, domain, event, detail, data) -> told(calls, domain, event, data);
                held = there;
            }
            return there;
        }

        private static int told(LibvirtCalls calls, Pointer domain, int event, @Nullable Pointer data) {
            DomainListener listener = listener(data);
            try {
                if (listener != null) {
                    listener.changed(Session.uuid(calls, domain), event);
                }
            } catch (LibvirtRefusal unknown) {
                LOG.debug("Something has happened to a domain without an id: {}", unknown.cause());
            }
            return 0;
        }
    }

    /** Holds the one callback for timers, which sets a timer back that has gone off. */
    private static final class Wake {
        private static LibvirtCalls.@Nullable TimeoutSink held;

        static synchronized LibvirtCalls.TimeoutSink of(LibvirtCalls calls) {
            LibvirtCalls.TimeoutSink there = held;
            if (there == null) {
                there = (timer, data) -> calls.virEventUpdateTimeout(timer, EventLoop.NEVER);
                held = there;
            }
            return there;
        }
    }
}
