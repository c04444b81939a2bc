package dev.hostler.engine.runtime.vm.libvirt;

import com.sun.jna.Pointer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Events of one connection, until it is closed. Thread-safe. */
public final class Subscription implements AutoCloseable {
    private static final int LIFECYCLE = 0;

    private final Link link;
    private final Pointer number;
    private final int registration;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Subscription(Link link, Pointer number, int registration) {
        this.link = link;
        this.number = number;
        this.registration = registration;
    }

    /** Takes over the caller's use of the link, unless it fails. */
    static Subscription open(Link link, DomainListener listener) throws LibvirtRefusal {
        LibvirtCalls calls = link.calls();
        Pointer number = Callbacks.add(listener);
        int registration = calls.virConnectDomainEventRegisterAny(
                link.connection(), null, LIFECYCLE, Callbacks.changes(calls), number, null);
        // One connection has one such callback, and we have one subscription.
        if (registration < 0
                || calls.virConnectRegisterCloseCallback(link.connection(), Callbacks.END, number, null) < 0) {
            LibvirtRefusal refusal = Session.refusal(calls);
            Callbacks.remove(number);
            throw refusal;
        }
        return new Subscription(link, number, registration);
    }

    /** Ends the events. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Callbacks.remove(number);
            link.calls().virConnectDomainEventDeregisterAny(link.connection(), registration);
            link.calls().virConnectUnregisterCloseCallback(link.connection(), Callbacks.END);
            link.release();
        }
    }
}
