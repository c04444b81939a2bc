package dev.hostler.engine.runtime.vm.libvirt;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events of one connection, until it is closed. Thread-safe. */
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final int LIFECYCLE = 0;

    private final Link link;

    /** Kept here, since native code holds no reference. */
    private final LibvirtCalls.LifecycleSink changes;

    private final LibvirtCalls.CloseSink end;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int registration;

    private Subscription(Link link, DomainListener listener) {
        this.link = link;
        this.changes = (connection, domain, event, detail, data) -> {
            try {
                listener.changed(Session.uuid(link.calls(), domain), event);
            } catch (LibvirtRefusal unknown) {
                LOG.debug("Something has happened to a domain without an id: {}", unknown.cause());
            }
            return 0;
        };
        this.end = (connection, reason, data) -> listener.lost();
    }

    /** Takes over the caller's use of the link, unless it fails. */
    static Subscription open(Link link, DomainListener listener) throws LibvirtRefusal {
        LibvirtCalls calls = link.calls();
        Subscription opened = new Subscription(link, listener);
        opened.registration = Session.checked(
                calls,
                calls.virConnectDomainEventRegisterAny(
                        link.connection(), null, LIFECYCLE, opened.changes, null, null));
        // One connection has one such callback, and we have one subscription.
        Session.checked(calls, calls.virConnectRegisterCloseCallback(link.connection(), opened.end, null, null));
        return opened;
    }

    /** Ends the events. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            link.calls().virConnectDomainEventDeregisterAny(link.connection(), registration);
            link.calls().virConnectUnregisterCloseCallback(link.connection(), end);
            link.release();
        }
    }
}
